package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.frame.FrameKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the subscribers of one shard ask for pages of newest values. Those who ask for the same page before it is on its
 * way share it, be it hundreds after a restart; who comes later gets the next one that is made.
 *
 * <p>A page comes through the same queue as its home's publications. So whoever it reaches has been handed everything up
 * to the offsets on it, and will be handed everything above, provided that the home knew of it when the page was made:
 * that is why nobody may join a page that is on its way.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> one entry for each page that somebody waits for; a session waits for one.
 */
public final class SnapshotDesk {
    /**
     * Which page.
     *
     * @param view which part of the values is wanted, as {@link io.tickgate.core.frame.Encoding#view}
     * @param filter which of them are wanted; null for all
     * @param home index of the shard whose members are wanted
     * @param after serial number of the last member that the asker has
     * @param number of the page, from 1
     */
    public record Request(
            Topic family,
            FrameKind kind,
            int view,
            @Nullable CompiledFilter filter,
            int home,
            long after,
            int number) {
        public Request(Topic family, FrameKind kind, Terms terms, int home, long after, int number) {
            this(family, kind, terms.view(), terms.filter(), home, after, number);
        }
    }

    /**
     * @param frame whole; null when there is nothing to say
     * @param reached serial number of the last member that was looked at; {@link Long#MAX_VALUE} when it was the home's last
     * @param last whether there is no other page
     */
    public record Answer(@Nullable ByteBuf frame, long reached, boolean last) {}

    /** Hears of a page. Runs on the desk's shard. */
    public interface Listener {
        /** @param page held by all who asked, each for itself; null when there is nothing to say */
        void onPage(Answer answer, @Nullable SharedBytes page);

        /** The page could not be made. */
        void onFailed();
    }

    private static final class Waiting {
        private List<Listener> asked = new ArrayList<>(1);
        private List<Listener> next = new ArrayList<>(0);
        private boolean onItsWay;
    }

    private final Shard shard;
    private final List<Shard> shards;
    private final Sequencer[] sequencers;
    private final Map<Request, Waiting> open = new HashMap<>();
    private BooleanSupplier isRestarting = () -> false;

    SnapshotDesk(Shard shard, List<Shard> shards, Sequencer[] sequencers) {
        this.shard = shard;
        this.shards = shards;
        this.sequencers = sequencers;
    }

    /**
     * Before the first subscriber comes.
     *
     * @param restarting whether homes have just forgotten what they kept; on any thread
     */
    void useRestarts(BooleanSupplier restarting) {
        isRestarting = restarting;
    }

    /** How many homes a family's members may have; they are asked in the order of their numbers. */
    public int homes() {
        return shards.size();
    }

    /** Asks for a page; the answer comes in a later task. The asker is placed in the family already. */
    public void ask(Request request, Listener listener) {
        assert shard.isCurrent();
        Waiting waiting = open.get(request);
        if (waiting == null) {
            waiting = new Waiting();
            open.put(request, waiting);
            send(request, waiting);
        }
        (waiting.onItsWay ? waiting.next : waiting.asked).add(listener);
    }

    private void send(Request request, Waiting waiting) {
        // Behind what else this loop has to do: others may come and ask for the same.
        shard.loop().execute(() -> {
            waiting.onItsWay = true;
            Shard home = shards.get(request.home());
            home.execute(() -> answerAtHome(request, waiting));
        });
    }

    private void answerAtHome(Request request, Waiting waiting) {
        Answer answer;
        try {
            // What was kept is forgotten, and what is shared was not read yet: whoever asked asks again when it was
            // told.
            answer = isRestarting.getAsBoolean()
                    ? new Answer(null, request.after(), false)
                    : sequencers[request.home()].page(request, request.home() == shards.size() - 1);
        } catch (OutOfMemoryError e) {
            shard.execute(() -> pass(request, waiting, Listener::onFailed));
            return;
        } catch (RuntimeException e) {
            shard.execute(() -> pass(request, waiting, Listener::onFailed));
            throw e;
        }
        shard.execute(() -> {
            SharedBytes page = answer.frame() == null ? null : SharedBytes.of(answer.frame());
            pass(request, waiting, listener -> listener.onPage(answer, page));
            if (answer.frame() != null) {
                answer.frame().release();
            }
        });
    }

    private void pass(Request request, Waiting waiting, Consumer<Listener> word) {
        List<Listener> now = waiting.asked;
        waiting.asked = waiting.next;
        waiting.next = new ArrayList<>(0);
        waiting.onItsWay = false;
        if (waiting.asked.isEmpty()) {
            open.remove(request);
        } else {
            send(request, waiting);
        }
        now.forEach(word);
    }
}
