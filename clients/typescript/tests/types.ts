// Is compiled and never run: what the types allow, and what they do not.
import { type AnyPublication, type ServerMessage, TickgateClient } from "../src/index.js";

interface Quote extends AnyPublication {
  type: "quote";
  price: number;
}

export async function use(client: TickgateClient): Promise<void> {
  client.subscribe<Quote>("market_data:0700.HK", { snapshot: true }, (quote) => quote.price.toFixed(2));
  for await (const publication of client.subscribe(["notifications", "backtest_progress"])) {
    switch (publication.type) {
      case "notification":
        publication.notification.title.trim();
        break;
      case "backtest_progress_update":
        publication.data.progress.toFixed(1);
        // @ts-expect-error Not a field of this message.
        publication.notification;
        break;
    }
  }
  const { unread } = await client.getNotifications();
  unread.toFixed();
  const { offset } = await client.request({ type: "publish", channel: "market_data:A", message: { price: 1 } });
  offset.toFixed();
  // @ts-expect-error Subscriptions have a method of their own.
  await client.request({ type: "subscribe", channel: "market_data:A" });
  // @ts-expect-error A field of another type.
  client.subscribe("market_data:A", { maxHz: "5" });
}

export function told(message: ServerMessage): string {
  switch (message.type) {
    case "lag":
      return `${message.dropped}`;
    case "error":
      return message.code;
    case "server_shutdown":
      return `${message.reconnect_after_ms}`;
    case "subscription_confirmed":
      return message.epoch ?? "";
    default:
      return message.type;
  }
}
