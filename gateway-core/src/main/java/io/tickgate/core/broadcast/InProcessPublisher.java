package io.tickgate.core.broadcast;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.IdempotencyKeys;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Publishes what comes as bytes from inside the process: they are read on the home of their topic. Any thread. */
final class InProcessPublisher implements Publisher {
    private final LocalBroker broker;
    private final TopicDirectory directory;
    private final MessageReader[] readers;

    /** @param readers one for each shard */
    InProcessPublisher(LocalBroker broker, TopicDirectory directory, MessageReader[] readers) {
        this.broker = broker;
        this.directory = directory;
        this.readers = readers;
    }

    @Override
    public CompletionStage<Published> publish(String channel, byte[] jsonObject, PublishOptions options) {
        CompletableFuture<Published> future = new CompletableFuture<>();
        if (broker.isStopped()) {
            future.completeExceptionally(
                    new PublishException(LocalBroker.STOPPED.code(), LocalBroker.STOPPED.detail()));
            return future;
        }
        String key = options.idempotencyKey();
        if (key != null && !IdempotencyKeys.isKey(key)) {
            future.completeExceptionally(new PublishException(
                    ErrorCode.INVALID_FIELD,
                    '"' + IdempotencyKeys.FIELD + "\" " + IdempotencyKeys.RULE,
                    IdempotencyKeys.FIELD));
            return future;
        }
        Topic topic = directory.resolve(channel);
        if (topic == null) {
            TopicDirectory.Refusal refusal = directory.refusal(channel);
            future.completeExceptionally(new PublishException(refusal.code(), refusal.detail(), "channel"));
            return future;
        }
        Shard home = topic.home();
        long ingestNanos = home.nanoTime();
        broker.handOver(home, jsonObject.length, () -> {
            try {
                MessageBody body = readers[home.index()].readBody(WireFormat.JSON, jsonObject, 0, jsonObject.length);
                if (!body.isTypeSound()) {
                    String rule = "\"type\" " + MessageBody.TYPE_RULE;
                    future.completeExceptionally(new PublishException(ErrorCode.INVALID_FIELD, rule, "type"));
                    return;
                }
                broker.publishFromInside(topic, body, options, ingestNanos, new Reply(future));
            } catch (WireException e) {
                String field = e.field() == null ? PublishException.MESSAGE : e.field();
                future.completeExceptionally(new PublishException(e.code(), e.text(), field));
            }
        });
        return future;
    }

    private record Reply(CompletableFuture<Published> future) implements PublishReply {
        @Override
        public void onPublished(long offset, int recipientCount) {
            future.complete(new Published(offset, recipientCount));
        }

        @Override
        public void onDuplicate(long offset) {
            future.complete(new Published(offset, 0, true));
        }

        @Override
        public void onRefused(ErrorCode code, String detail) {
            String field = code == ErrorCode.MESSAGE_TOO_LARGE ? PublishException.MESSAGE : null;
            future.completeExceptionally(new PublishException(code, detail, field));
        }
    }
}
