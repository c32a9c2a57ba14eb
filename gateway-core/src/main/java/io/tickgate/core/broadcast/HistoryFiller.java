package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Brings into the histories of one home what somebody asks for and was published before this gateway heard of the topic.
 * Who asks while the same topic is read waits for that.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> one entry for each topic that is read; those who wait are subscribe commands,
 * of which a session has one.
 */
final class HistoryFiller {
    private final Sequencer sequencer;
    private final Backbone backbone;
    private final BiFunction<Topic, StoredPublication, @Nullable Exclusion> exclusions;
    private final Map<Topic, List<Runnable>> underWay = new HashMap<>();

    HistoryFiller(
            Sequencer sequencer,
            Backbone backbone,
            BiFunction<Topic, StoredPublication, @Nullable Exclusion> exclusions) {
        this.sequencer = sequencer;
        this.backbone = backbone;
        this.exclusions = exclusions;
    }

    /** Sees to it that a placed topic's history has what {@code start} asks for, as far as anybody has it. */
    void fill(Topic topic, StartAt start, Numbering.Prepared then) {
        History history = topic.history();
        if (history == null || !topic.isPlaced()) {
            then.onPrepared(null);
            return;
        }
        long last = topic.offset();
        long after = Math.max(0, last - publicationsWanted(topic, history, start));
        HistoryEntry oldest = history.oldest();
        long upTo = oldest == null ? last : oldest.offset() - 1;
        if (after >= upTo || history.isAsked(after)) {
            then.onPrepared(null);
            return;
        }
        List<Runnable> waiting = underWay.get(topic);
        if (waiting != null) {
            waiting.add(() -> fill(topic, start, then));
            return;
        }
        underWay.put(topic, new ArrayList<>(0));
        backbone.read(topic, after, upTo, history.countMax() - history.count(), new Backbone.Publications() {
            @Override
            public void onRead(List<StoredPublication> publications) {
                if (topic.isPlaced()) {
                    sequencer.keepOlder(topic, publications, publication -> exclusions.apply(topic, publication));
                    history.onAsked(after);
                }
                end(topic, then, null);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                end(topic, then, refusal);
            }
        });
    }

    private void end(Topic topic, Numbering.Prepared then, TopicDirectory.@Nullable Refusal refusal) {
        List<Runnable> waiting = underWay.remove(topic);
        then.onPrepared(refusal);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** How many of the newest publications {@code start} asks for; more than are ever kept are told to be too many, unread. */
    private static long publicationsWanted(Topic topic, History history, StartAt start) {
        Rewind rewind = start.rewind();
        if (rewind != null) {
            // What a filter leaves out does not count, so more may have to be looked through.
            return rewind.unit() == Unit.SECONDS || !topic.indexed().names().isEmpty()
                    ? history.countMax()
                    : Math.min(rewind.amount(), history.countMax());
        }
        long missed = topic.offset() - start.offset();
        if (start.outcome() == Replay.Outcome.RECOVERED && missed >= 0 && missed <= history.countMax()) {
            return missed;
        }
        boolean wantsNewest = start.newest() || start.outcome() != Replay.Outcome.NOT_ASKED;
        return topic.isState() && wantsNewest ? 1 : 0;
    }
}
