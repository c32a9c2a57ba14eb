package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;

/**
 * Where modules publish what they keep. Behind it stands this gateway's own numbering, which answers within the call, or a
 * {@link Backbone}, which keeps it for all gateways: the callers need not know which.
 *
 * <p>Each call on a loop, on which its answer comes.
 */
public interface ModuleStore {
    /** Whether other gateways, and later runs of this one, know what is published here. */
    boolean isShared();

    /** Whether something can be published now. Any thread. */
    boolean isAvailable();

    /**
     * Has a module hear of its family from now on, and again after each {@link AppliedListener#onRestarted}.
     *
     * @param followed runs on the home loop of the family, each time when all of its members were placed
     */
    void follow(String family, AppliedListener listener, Runnable followed);

    /**
     * Makes sure that a topic is heard.
     *
     * @param caller where the answer comes, behind all that was heard of the topic up to that offset
     */
    void place(String channel, Shard caller, Placing answer);

    /**
     * Publishes a draft of a module: as {@link Backbone#append}.
     *
     * @param draft its body is borrowed for the call only
     * @param treatment in force for this gateway's own numbering; a backbone asks {@link AppliedListener#exclusion}
     * @param caller where the answer comes, behind what was heard of the topic before it
     */
    void append(String channel, Draft draft, Treatment treatment, Shard caller, Appending answer);

    /** As {@link Backbone#forget}. */
    void forget(String channel, Shard caller, Backbone.Answer answer);

    /** As {@link Backbone#readTable}. */
    void readTable(String channel, String table, Shard caller, Backbone.Rows answer);

    /** Hears that a topic is placed, or why not. */
    interface Placing {
        /** @param offset of the last publication that was heard; 0 where nobody else numbers */
        void onPlaced(long offset);

        void onRefused(ErrorCode code, String detail);
    }

    /** Hears what became of one draft: exactly one of the three, once. */
    interface Appending {
        /** @param recipientCount connections of this gateway that were subscribed when the offset was given */
        void onAppended(long offset, int recipientCount);

        /** Nothing happened: the topic's last offset is not the expected one. */
        void onConflict(long lastOffset);

        /** Nothing is kept here; whether the backbone has it is not known where it is {@code unavailable}. */
        void onRefused(ErrorCode code, String detail);
    }
}
