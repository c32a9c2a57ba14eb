package io.tickgate.cluster;

import io.tickgate.core.broadcast.Backbone.Answer;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;

/**
 * Somebody who waits for a topic to be followed, with all the buckets that this takes.
 *
 * <p><b>Owner:</b> the store's loop; the answer goes to the topic's home.
 */
final class FollowRequest {
    private final Topic topic;
    private final Answer answer;
    private final long deadlineNanos;
    private int missing;
    private boolean isOver;

    FollowRequest(Topic topic, Answer answer, int buckets, long deadlineNanos) {
        this.topic = topic;
        this.answer = answer;
        this.missing = buckets;
        this.deadlineNanos = deadlineNanos;
    }

    Topic topic() {
        return topic;
    }

    Answer answer() {
        return answer;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /**
     * One more bucket is followed.
     *
     * @return whether all are, and the answer is still due
     */
    boolean onFollowed() {
        missing--;
        return missing == 0 && !isOver;
    }

    void refuse(Refusal refusal) {
        if (!isOver) {
            isOver = true;
            topic.homeLoop().execute(() -> answer.onRefused(refusal));
        }
    }
}
