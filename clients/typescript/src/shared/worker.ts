import { TickgateClient } from "../client.js";
import type { ClientOptions } from "../options.js";
import type { Port, ToTab } from "./messages.js";
import { Tab } from "./tab.js";

/** How a worker looks after its tabs. */
export interface TabOptions {
  /** Publications that may be on their way to one tab. Default 10,000. */
  windowMax?: number;
  /** Milliseconds after which a silent tab is given up. Browsers let hidden tabs speak once a minute. Default 300,000. */
  silentMs?: number;
}

const CLOCK_MS = 5000;

/** One connection for all tabs of an origin. Runs in a `SharedWorker`; each tab has a `SharedClient`. */
export class TabServer {
  readonly client: TickgateClient;
  readonly #tabs = new Set<Tab>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(
    options: ClientOptions,
    private readonly tabs: TabOptions = {},
  ) {
    // A worker has no page that could be hidden; each tab has its own.
    this.client = new TickgateClient({ hidden: false, ...options });
    for (const event of ["retry", "closed", "shutdown"] as const) {
      this.client.on(event, (value) => this.#tell({ ev: "told", event, value }));
    }
    this.client.on("state", () => this.#tellState());
    this.client.connect().catch(() => {});
    this.#timer = setInterval(() => this.#tick(), CLOCK_MS);
  }

  /** Takes a tab in. */
  add(port: Port): void {
    const greet = (tab: Tab) => {
      tab.post(this.#state());
      tab.post(this.#clock());
    };
    const tab = new Tab(this.client, port, this.tabs.windowMax ?? 10_000, (left) => this.#tabs.delete(left), greet);
    this.#tabs.add(tab);
    greet(tab);
  }

  close(): void {
    clearInterval(this.#timer);
    this.client.close();
  }

  #tick(): void {
    const oldestMs = Date.now() - (this.tabs.silentMs ?? 300_000);
    for (const tab of this.#tabs) {
      if (tab.heardAtMs < oldestMs) {
        tab.forget();
      }
    }
    this.#tell(this.#clock());
  }

  #tellState(): void {
    this.#tell(this.#state());
  }

  #state(): ToTab {
    return { ev: "state", state: this.client.state, welcome: this.client.welcome };
  }

  #clock(): ToTab {
    return { ev: "clock", offsetMs: this.client.clockOffsetMs, roundTripMs: this.client.roundTripMs };
  }

  #tell(message: ToTab): void {
    for (const tab of this.#tabs) {
      tab.post(message);
    }
  }
}

/** What a worker's script calls. @returns the server, whose client is everybody's */
export function serveTabs(options: ClientOptions, tabs?: TabOptions): TabServer {
  const server = new TabServer(options, tabs);
  (globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = ({ ports: [port] }) => {
    if (port) {
      server.add(port);
    }
  };
  return server;
}
