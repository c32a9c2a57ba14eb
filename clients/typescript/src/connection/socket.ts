/** What is needed of a WebSocket: browsers, `ws`, Node from 22 on. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

const CLOSING = 2;

/** @example `import WebSocket from "ws"` */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** What `ws` offers beyond browsers: the answer to a refused upgrade, and an end without waiting for the peer. */
interface NodeSocket {
  on?(event: "unexpected-response", listener: (request: { destroy(): void }, response: Refusal) => void): void;
  terminate?(): void;
}

interface Refusal {
  statusCode?: number;
  headers: Record<string, string | string[] | undefined>;
}

/** Calls back when the upgrade is refused and the socket lets it be seen; browsers do not. */
export function onRefused(socket: WebSocketLike, refused: (status: number, retryAfterMs: number | undefined) => void): void {
  (socket as NodeSocket).on?.("unexpected-response", (request, response) => {
    refused(response.statusCode ?? 0, retryAfterMs(response.headers["retry-after"]));
    request.destroy();
  });
}

/** Whether the peer has said why it closes, which is told only when it has closed. */
export function isParting(socket: WebSocketLike): boolean {
  return socket.readyState === CLOSING;
}

/** Has a socket that is parting tell now what the peer has said, where it can be made to. */
export function hasten(socket: WebSocketLike): void {
  (socket as NodeSocket).terminate?.();
}

/** Ends the socket without waiting for a peer that may never answer. */
export function abandon(socket: WebSocketLike, code: number, reason: string): void {
  // `ws` reports the end of what was not open yet as an error, which needs a listener.
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.onerror = () => {};
  socket.close(code, reason);
  (socket as NodeSocket).terminate?.();
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return seconds >= 0 ? seconds * 1000 : undefined;
}
