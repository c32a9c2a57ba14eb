/** A worker that is ready to run: `new SharedWorker("tickgate-worker.min.js?url=wss://push.example.com")`; without a URL its own origin. */
import { serveTabs } from "./worker.js";

const query = new URLSearchParams(globalThis.location.search);
serveTabs({ url: query.get("url") ?? globalThis.location.origin });
