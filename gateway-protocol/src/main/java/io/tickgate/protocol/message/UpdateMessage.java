package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/** A message that can be a publication: many subscribers get the same one. */
public sealed interface UpdateMessage extends ServerMessage {
    /**
     * What the gateway adds to a publication when it gives it a number.
     *
     * @param offset up by one in that channel, without gaps
     * @param serverTimeMicros Unix time at which the number was given
     */
    record Delivery(String channel, long offset, long serverTimeMicros) {}

    /**
     * The state of a backtest: a publication, or the answer to a request.
     *
     * @param id only in an answer
     * @param delivery null in an answer
     */
    record BacktestProgressUpdate(
            @Nullable CommandId id,
            String taskId,
            MessageBody data,
            long timestampMillis,
            @Nullable Delivery delivery) implements UpdateMessage {
        @Override
        public String type() {
            return "backtest_progress_update";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onBacktestProgressUpdate(this);
        }
    }

    /**
     * Points of a chart: a publication, or the history that was asked for.
     *
     * @param id only in an answer
     * @param delivery null in an answer
     */
    record ChartUpdate(
            @Nullable CommandId id,
            String symbol,
            String updateType,
            OpaqueList dataPoints,
            MessageBody metadata,
            long timestampMillis,
            @Nullable Delivery delivery)
            implements UpdateMessage {
        @Override
        public String type() {
            return "chart_update";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onChartUpdate(this);
        }
    }

    /**
     * A notification.
     */
    record Notification(
            MessageBody notification,
            long timestampMillis,
            @Nullable Delivery delivery) implements UpdateMessage {
        @Override
        public String type() {
            return "notification";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onNotification(this);
        }
    }

    /**
     * The state of the system.
     *
     * @param delivery null for the first one after subscribing
     */
    record SystemStatusUpdate(
            MessageBody status,
            long timestampMillis,
            @Nullable Delivery delivery) implements UpdateMessage {
        @Override
        public String type() {
            return "system_status_update";
        }

        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onSystemStatusUpdate(this);
        }
    }

    /**
     * A publication whose shape is its publisher's own.
     *
     * @param type the field {@code type}, or {@code message}
     * @param serverTimeMicros Unix time at which the gateway numbered it
     * @param timestamp the field as it stands when it is a string
     * @param updateCount how many publications it stands for; 0 where nobody asked
     * @param body every other field, {@code type} and {@code timestamp} included
     */
    record PublicationMessage(
            String type,
            String channel,
            long offset,
            long serverTimeMicros,
            @Nullable String timestamp,
            int updateCount,
            MessageBody body)
            implements UpdateMessage {
        @Override
        public <R> R accept(ServerMessage.Handler<R> handler) {
            return handler.onPublicationMessage(this);
        }
    }
}
