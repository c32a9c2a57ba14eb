import { byId, setText } from "../common/dom.ts";
import { duration } from "../common/format.ts";
import { ApiError, api } from "./api.ts";
import { DrainDialog } from "./drain.ts";
import { Figures } from "./figures.ts";
import { Rates } from "./rates.ts";
import { TailPanel } from "./tail.ts";

const INTERVAL_MS = 1000;

const figures = new Figures();
const rates = new Rates();
const connectionRates = new Rates();
const tail = new TailPanel();
const drain = new DrainDialog();

/** One look at everything; the next one begins a second later, however long this one took. */
async function look(): Promise<void> {
  try {
    const [status, { families }, connections] = await Promise.all([api.status(), api.families(), api.connections(), tail.poll()]);
    const nowMs = Date.now();
    rates.begin(nowMs);
    connectionRates.begin(nowMs);
    figures.show(status, families, rates, nowMs / 1000);
    figures.showConnections(connections.connections, connections.next !== undefined, connectionRates);
    const draining = status.status === "draining";
    show(draining ? "ended" : "live", draining ? "Draining" : "Online");
    setText(byId("build"), `version ${status.version}, up for ${duration(status.uptime_seconds * 1000)}`);
    drain.showDraining(draining);
  } catch (error) {
    show("lost", error instanceof ApiError ? `No figures: ${error.message}` : `No figures: ${String(error)}`);
  }
}

function show(state: string, text: string): void {
  byId("state").dataset["state"] = state;
  setText(byId("state-text"), text);
}

/** Nobody looks at a hidden page, so it asks for nothing. */
async function run(): Promise<void> {
  for (;;) {
    if (document.visibilityState === "visible") {
      await look();
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

void run();
