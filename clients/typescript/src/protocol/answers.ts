import type { BacktestProgressUpdate, KeptNotification } from "./publications.js";
import type { Granted, Id, Time, WireLimits } from "./values.js";

/** What every answer has; the `id` is its command's. */
export interface Answer {
  timestamp: Time;
  id?: Id;
}

export interface Pong extends Answer {
  type: "pong";
  /** Microseconds of Unix time: when the client sent, the gateway read and the gateway answered. */
  t0?: number;
  t1?: number;
  t2?: number;
}

/** Where one channel of a subscription begins. */
export interface ChannelLine {
  channel: string;
  epoch: string;
  /** The last offset that was given: what comes live is above it. */
  offset: number;
  /** Where a position was sent: whether everything behind it follows. */
  recovered?: boolean;
  /** Why it was not recovered: a {@link LossReason}, perhaps one of a later gateway. */
  reason?: string;
  granted?: Granted;
}

export interface SubscriptionConfirmed extends Answer, Partial<ChannelLine> {
  type: "subscription_confirmed";
  channels?: ChannelLine[];
  symbol?: string;
  /** The user's own notifications, which come with `notifications`. */
  user_channel?: string;
  user_offset?: number;
  user_recovered?: boolean;
  user_reason?: string;
  user_granted?: Granted;
}

export interface UnsubscriptionConfirmed extends Answer {
  type: "unsubscription_confirmed";
  channel?: string;
  channels?: string[];
  symbol?: string;
}

export interface Resumed extends Answer {
  type: "resumed";
  channels: ChannelLine[];
}

export interface ChannelsSet extends Answer {
  type: "channels_set";
  family: string;
  added: ChannelLine[];
  removed: string[];
}

export interface AckConfirmed extends Answer {
  type: "ack_confirmed";
  channel: string;
  offset: number;
}

export interface LimitsAnswer extends Answer {
  type: "limits";
  granted: WireLimits;
  caps: WireLimits;
}

export interface PublishConfirmed extends Answer {
  type: "publish_confirmed";
  channel: string;
  offset: number;
  /** Connections that were subscribed when the offset was given. */
  recipient_count: number;
  /** It was merged with what follows; `offset` is the last one given. */
  conflated?: true;
  /** It was published before under the same key; `offset` is that one's. */
  duplicate?: true;
  notification_id?: string;
}

export interface ChartRemoved extends Answer {
  type: "chart_removed";
  symbol: string;
}

export interface NotificationsList extends Answer {
  type: "notifications_list";
  /** Newest first. */
  notifications: KeptNotification[];
  /** Of all that are kept, not only of those in the list. */
  unread: number;
  /** The list was cut at 512 KiB. */
  more?: true;
}

export interface NotificationRead extends Answer {
  type: "notification_read";
  notification_id: string;
  read_at: Time;
}

export interface Authenticated extends Answer {
  type: "authenticated";
  user_id?: string;
  expires_at?: Time;
  resume_token?: string;
}

/** Answers by the `type` of their command. */
export interface Answers {
  ping: Pong;
  subscribe: SubscriptionConfirmed;
  unsubscribe: UnsubscriptionConfirmed;
  subscribe_chart: SubscriptionConfirmed;
  unsubscribe_chart: UnsubscriptionConfirmed;
  resume: Resumed;
  set_channels: ChannelsSet;
  set_limits: LimitsAnswer;
  ack: AckConfirmed;
  publish: PublishConfirmed;
  publish_chart: PublishConfirmed;
  publish_system_status: PublishConfirmed;
  publish_backtest_progress: PublishConfirmed;
  publish_notification: PublishConfirmed;
  remove_chart: ChartRemoved;
  request_backtest_progress: BacktestProgressUpdate;
  get_notifications: NotificationsList;
  mark_notification_read: NotificationRead;
  authenticate: Authenticated;
}
