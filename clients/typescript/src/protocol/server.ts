import type { Answers } from "./answers.js";
import type { Publication } from "./publications.js";
import type { ErrorMessage, Lag, ServerShutdown, SnapshotPage, TokenExpiring, Unsubscribed, Welcome } from "./unasked.js";

/** Everything that a gateway sends, told apart by `type`. */
export type ServerMessage =
  | Welcome
  | Answers[keyof Answers]
  | ErrorMessage
  | Lag
  | SnapshotPage
  | TokenExpiring
  | ServerShutdown
  | Unsubscribed
  | Publication;
