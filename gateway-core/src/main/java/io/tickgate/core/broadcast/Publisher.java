package io.tickgate.core.broadcast;

import java.util.concurrent.CompletionStage;

/** Publishes from inside the process. Any thread. */
public interface Publisher {
    /**
     * Publishes one JSON object.
     *
     * @param jsonObject not touched afterwards by the caller
     * @return completes on an event loop; fails with {@link PublishException} when the gateway refuses. A caller who
     *     publishes faster than the gateway sends should bound how many of these are open
     */
    default CompletionStage<Published> publish(String channel, byte[] jsonObject) {
        return publish(channel, jsonObject, PublishOptions.NONE);
    }

    /**
     * As {@link #publish(String, byte[])}.
     *
     * @param options such as an idempotency key, under which it may be published again where its stage failed or did not
     *     complete in time, or a priority of HIGH, with which a message overtakes what waits of other channels
     */
    CompletionStage<Published> publish(String channel, byte[] jsonObject, PublishOptions options);

    /**
     * What became of a publication.
     *
     * @param recipientCount connections that were subscribed when the offset was given
     * @param isDuplicate whether it was published before, under the same idempotency key: the offset is that one's, and nobody
     *     gets it again
     */
    record Published(long offset, int recipientCount, boolean isDuplicate) {
        /** A publication that was made. */
        public Published(long offset, int recipientCount) {
            this(offset, recipientCount, false);
        }
    }
}
