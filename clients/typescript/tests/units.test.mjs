// Parts without a socket.
import assert from "node:assert/strict";
import test from "node:test";
import { verdictOfClose, verdictOfStatus } from "../dist/index.js";
import { Backoff, Buffer as PublicationBuffer, Cursor, ServerClock } from "../dist/internals.js";

test("every close code has its verdict", () => {
  const of = (next) => Array.from({ length: 4000 }, (_, n) => 1000 + n).filter((code) => verdictOfClose(code).next === next);

  assert.deepEqual(of("token"), [4003]);
  assert.deepEqual(of("end"), [1002, 1003, 1007, 1008, 1009, 1010, ...Array.from({ length: 500 }, (_, n) => 4500 + n)]);
  assert.deepEqual(verdictOfClose(1012), { next: "retry", waitMs: 1000, spreadMs: 14_000 });
  assert.deepEqual(verdictOfClose(4004), { next: "retry", waitMs: 15_000, spreadMs: 15_000 });
});

test("every status of a refused upgrade has its verdict", () => {
  assert.equal(verdictOfStatus(401).next, "token");
  assert.deepEqual([400, 403, 404, 421, 426].map((status) => verdictOfStatus(status).next), Array(5).fill("end"));
  assert.deepEqual([0, 408, 429, 500, 502, 503].map((status) => verdictOfStatus(status).next), Array(6).fill("retry"));
  assert.deepEqual(verdictOfStatus(503, 5000), { next: "retry", waitMs: 5000, spreadMs: 5000 });
});

test("the burst waits at random up to twice as long each time, then slowly for ever", () => {
  const longest = new Backoff({}, () => 1);
  const shortest = new Backoff({}, () => 0);
  const waits = (backoff) => Array.from({ length: 8 }, () => backoff.next({ next: "retry" }));

  assert.deepEqual(waits(longest), [500, 1000, 2000, 4000, 8000, 45_000, 45_000, 45_000]);
  assert.deepEqual(waits(shortest), [0, 0, 0, 0, 0, 15_000, 15_000, 15_000]);
});

test("a wait that was told is kept to", () => {
  const backoff = new Backoff({}, () => 0.5);

  assert.equal(backoff.next({ next: "retry", waitMs: 1000, spreadMs: 14_000 }), 8000);
});

test("only a connection that lasted starts the burst anew", () => {
  const backoff = new Backoff({ attemptsMax: 2 }, () => 1);
  backoff.next({ next: "retry" });

  backoff.ended(4999);
  assert.equal(backoff.next({ next: "retry" }), 1000);
  assert.equal(backoff.next({ next: "retry" }), undefined);
  backoff.ended(5000);
  assert.equal(backoff.next({ next: "retry" }), 500);
});

test("a cursor tells what comes twice, what is next and what is missing", () => {
  const cursor = new Cursor("e", 40);

  assert.equal(cursor.step(41, true), "next");
  assert.equal(cursor.step(41, true), "duplicate");
  assert.deepEqual(cursor.step(45, true), { from: 42, to: 44 });
  assert.equal(cursor.step(46, true), "next");
  assert.deepEqual(cursor.position, { epoch: "e", offset: 46 });
});

test("a hole that was announced is none, and one beside it is", () => {
  const cursor = new Cursor("e", 0);

  cursor.excuse({ from: 1, to: 3 });
  assert.equal(cursor.step(4, true), "next");
  cursor.excuse({ from: 5, to: 6 });
  assert.deepEqual(cursor.step(9, true), { from: 7, to: 8 });
  cursor.excuse(undefined);
  assert.equal(cursor.step(20, true), "next");
  assert.deepEqual(cursor.step(22, true), { from: 21, to: 21 });
});

test("holes are none where publications are left out by wish", () => {
  const cursor = new Cursor("e", 0);

  assert.equal(cursor.step(7, false), "next");
  assert.equal(cursor.step(7, false), "duplicate");
});

test("what was asked for of the past and has not come is asked for again", () => {
  const snapshot = new Cursor("e", 41);
  snapshot.awaits = "snapshot";
  const rewind = new Cursor("e", 41);
  rewind.awaits = "rewind";

  assert.deepEqual([snapshot.position, rewind.position], [undefined, undefined]);
  assert.deepEqual([snapshot.step(40, true), rewind.step(40, true)], ["next", "next"]);
  assert.deepEqual([snapshot.position.offset, rewind.position.offset], [41, 40]);
  assert.equal(rewind.step(42, true), "next");
  assert.equal(rewind.position.offset, 42);
});

test("the clock takes the pong with the shortest way", () => {
  const clock = new ServerClock();
  clock.observe({ t0: 0, t1: 9000, t2: 9000 }, 10_000);
  clock.observe({ t0: 20_000, t1: 25_500, t2: 25_600 }, 21_100);

  assert.deepEqual(clock.best, { offsetMs: 5, roundTripMs: 1 });
});

test("a full buffer leaves out the oldest and says which", async () => {
  const dropped = [];
  const buffer = new PublicationBuffer(2, (oldest) => dropped.push(oldest), () => {});
  for (const n of [1, 2, 3]) buffer.push(n);
  buffer.end();

  const rest = [];
  for await (const n of buffer) rest.push(n);
  assert.deepEqual([dropped, rest], [[1], [2, 3]]);
});

test("a full buffer that may leave out nothing ends with an error behind what waits", async () => {
  const buffer = new PublicationBuffer(1, undefined, () => {});
  buffer.push(1);
  buffer.push(2);

  assert.deepEqual(await buffer.next(), { value: 1, done: false });
  await assert.rejects(buffer.next(), { code: "buffer_overflow" });
});

test("a buffer brings a million in order", async () => {
  const buffer = new PublicationBuffer(1_000_000, () => assert.fail("full"), () => {});
  let next = 0;
  for (let n = 0; n < 1_000_000; n++) {
    buffer.push(n);
    if (n % 3 === 0) assert.equal((await buffer.next()).value, next++);
  }
  assert.equal(buffer.size, 1_000_000 - next);
  assert.equal((await buffer.next()).value, next);
});
