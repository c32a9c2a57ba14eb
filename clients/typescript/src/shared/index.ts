/** One connection for all tabs of an origin. @packageDocumentation */
export { SharedClient } from "./client.js";
export type { Port } from "./messages.js";
export type { TabSubscription } from "./tab-subscription.js";
export { serveTabs, type TabOptions, TabServer } from "./worker.js";
