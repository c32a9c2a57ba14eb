import { TickgateError } from "@tickgate/client";
import { byId, setText } from "../common/dom.ts";
import { count } from "../common/format.ts";
import { Frames } from "../common/frames.ts";
import { AccountDialog, storedAccount } from "./account.ts";
import { BacktestList } from "./backtests.ts";
import { ChartPanel } from "./chart.ts";
import { Inbox } from "./inbox.ts";
import { backtestOf, chartOf, notificationOf, systemOf } from "./incoming.ts";
import { LatencyBadge } from "./latency.ts";
import { quoteOf } from "./quote.ts";
import { type Listener, Session } from "./session.ts";
import { showSystem } from "./system.ts";
import { Toasts } from "./toasts.ts";
import { WatchList } from "./watchlist.ts";

const BADGE_MS = 250;
const COUNTS_MS = 1000;

const frames = new Frames();
const latency = new LatencyBadge();
const toasts = new Toasts(byId("toasts"));
const backtests = new BacktestList(byId("tests"), byId("tests-count"), frames);
const chart = new ChartPanel({ canvas: byId("chart"), title: byId("chart-title"), time: byId("chart-time"), legend: byId("chart-legend") }, frames);
const inbox = new Inbox(byId("inbox"), byId("inbox-unread"), async (id) => {
  try {
    await session.client.markNotificationRead(id);
  } catch (error) {
    // One that is not kept any more needs no mark.
    if (!(error instanceof TickgateError && error.code === "notification_not_found")) {
      throw error;
    }
  }
});
const watch = new WatchList(byId<HTMLTableSectionElement>("quotes"), byId("watch-count"), frames, (symbol) => {
  chart.show(symbol);
  session.chart(symbol);
});
const account = new AccountDialog((changed) => {
  session.close();
  session = new Session(changed, listener);
  if (watch.selected) {
    session.chart(watch.selected);
  }
});

let received = 0;
let published = 0;
let gaps = 0;

const listener: Listener = {
  onState(state, text) {
    byId("state").dataset["state"] = state;
    setText(byId("state-text"), text);
  },
  onMessage(delayMs, standsFor) {
    received++;
    published += standsFor;
    latency.onMessage(delayMs, Date.now());
  },
  onQuote(channel, message) {
    const quote = quoteOf(channel, message);
    if (quote) {
      watch.offer(quote);
    }
  },
  onChart(message) {
    const update = chartOf(message);
    if (update) {
      chart.offer(update);
    }
  },
  onBacktest(message) {
    const state = backtestOf(message);
    if (state) {
      backtests.offer(state);
    }
  },
  onNotification(message) {
    const notification = notificationOf(message);
    if (notification && inbox.add(notification)) {
      toasts.show(notification);
    }
  },
  onInbox(kept) {
    inbox.merge(kept);
  },
  onSystem(message) {
    const status = systemOf(message);
    if (status) {
      showSystem(status);
    }
  },
  onAnew(channel) {
    // Of quotes the last one is worth something even where its gateway is gone; a back-test that nobody knows is not.
    if (channel === "backtest_progress") {
      backtests.clear();
    }
  },
  onGap() {
    gaps++;
  },
  onStranger(why) {
    account.open(why);
  },
};

let session = new Session(storedAccount(), listener);

byId<HTMLInputElement>("watch-filter").addEventListener("input", (event) => watch.filter((event.target as HTMLInputElement).value));
setInterval(() => latency.show(Date.now()), BADGE_MS);
setInterval(() => {
  const painted = frames.takeCounts();
  setText(
    byId("frames"),
    `Published ${count(published)}/s, received ${count(received)}/s, painted ${count(painted.updates)} updates in ${count(painted.frames)} frames/s. ${gaps === 1 ? "1 gap" : `${count(gaps)} gaps`}.`,
  );
  received = published = 0;
}, COUNTS_MS);
