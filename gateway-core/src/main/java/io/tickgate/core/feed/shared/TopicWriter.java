package io.tickgate.core.feed.shared;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A module's writes to one topic, in the order in which they were handed in. Where the topic is this gateway's alone each is
 * begun within the call, and ends there too if that is the topic's home. Where it is shared, one is under way and the others wait; one that another gateway was ahead of is
 * computed again as soon as that publication was heard.
 *
 * <p><b>Owner:</b> the module's loop. <b>Bound:</b> {@value #WAITING_MAX} that wait, {@value #ATTEMPTS_MAX} attempts of each,
 * {@value #HEARING_SECONDS} s for what another gateway published.
 */
public final class TopicWriter {
    static final int WAITING_MAX = 256;
    static final int ATTEMPTS_MAX = 20;
    static final int HEARING_SECONDS = 5;

    private static final long UNKNOWN = -1;

    private final ModuleStore store;
    private final Shard shard;
    private final String channel;
    private @Nullable ArrayDeque<TopicWrite> waiting;
    private @Nullable TopicWrite current;
    /** The last offset that the module has heard; kept up while something is under way. */
    private long heard = UNKNOWN;
    /** What has to be heard before the next attempt. */
    private long awaited = UNKNOWN;

    /** The offset that the current attempt gets if it succeeds. */
    private long attempted = UNKNOWN;

    private int attempts;
    private boolean isHeld;
    /** Whether the current write waits for {@link #release}. */
    private boolean isDeferred;

    private boolean isPassingOn;

    /** @param shard the module's loop */
    public TopicWriter(ModuleStore store, Shard shard, String channel) {
        this.store = store;
        this.shard = shard;
        this.channel = channel;
    }

    /** Whether nothing is under way, and nothing is waited for. */
    public boolean isIdle() {
        return current == null && !isHeld;
    }

    /** Does {@code write}, now or behind what was handed in before. */
    public void submit(TopicWrite write) {
        assert shard.isCurrent();
        if (!store.isShared()) {
            attempt(write);
            return;
        }
        if (current != null || isPassingOn) {
            queue(write);
            return;
        }
        begin(write);
        if (current == write) {
            write.keep();
        }
    }

    private void queue(TopicWrite write) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        if (waiting.size() >= WAITING_MAX) {
            write.onRefused(unavailable("too many changes of " + channel + " wait for the store"));
            return;
        }
        write.keep();
        waiting.add(write);
    }

    private void begin(TopicWrite write) {
        current = write;
        attempts = 0;
        if (heard == UNKNOWN) {
            place(write);
        } else {
            attempt(write);
        }
    }

    private void place(TopicWrite write) {
        heard = UNKNOWN;
        store.place(channel, shard, new ModuleStore.Placing() {
            @Override
            public void onPlaced(long offset) {
                heard = Math.max(heard, offset);
                attempt(write);
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                end(() -> write.onRefused(new WireException(code, detail)));
            }
        });
    }

    /** What was published before is being read: nothing can be computed until {@link #release}. */
    public void hold() {
        isHeld = true;
    }

    /** Ends {@link #hold}. */
    public void release() {
        isHeld = false;
        TopicWrite write = current;
        if (write != null && isDeferred) {
            isDeferred = false;
            attempt(write);
        }
    }

    private void attempt(TopicWrite write) {
        if (isHeld) {
            isDeferred = true;
            giveUpLater(write);
            return;
        }
        attempts++;
        if (write.forgets()) {
            forget(write);
            return;
        }
        TopicWrite.Prepared prepared;
        try {
            prepared = write.prepare(heard);
        } catch (WireException fault) {
            end(() -> write.onRefused(fault));
            return;
        } catch (RuntimeException e) {
            end(() -> {});
            throw e;
        }
        if (prepared == null) {
            end(() -> {});
            return;
        }
        attempted = heard + 1;
        store.append(channel, prepared.draft(), prepared.treatment(), shard, new ModuleStore.Appending() {
            @Override
            public void onAppended(long offset, int recipientCount) {
                boolean isHeard = heard >= offset;
                heard = Math.max(heard, offset);
                end(() -> write.onAppended(offset, recipientCount, isHeard));
            }

            @Override
            public void onConflict(long lastOffset) {
                write.onConflict();
                retry(write, lastOffset);
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                end(() -> write.onRefused(new WireException(code, detail)));
            }
        });
    }

    private void forget(TopicWrite write) {
        store.forget(channel, shard, new Backbone.Answer() {
            @Override
            public void onDone() {
                end(write::onForgotten);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                end(() -> write.onRefused(new WireException(refusal.code(), refusal.detail())));
            }
        });
    }

    private void retry(TopicWrite write, long lastOffset) {
        if (attempts >= ATTEMPTS_MAX) {
            end(() -> write.onRefused(unavailable("other gateways change " + channel + " all the time; try again")));
        } else if (lastOffset == heard) {
            attempt(write);
        } else if (lastOffset < heard) {
            // What was heard is not of this store: it has become another one meanwhile.
            place(write);
        } else {
            awaited = lastOffset;
            giveUpLater(write);
        }
    }

    /** What is waited for comes within moments, or the store is gone. */
    private void giveUpLater(TopicWrite write) {
        int attempt = attempts;
        shard.loop()
                .schedule(
                        () -> {
                            if (current == write && attempts == attempt && (isDeferred || awaited != UNKNOWN)) {
                                isDeferred = false;
                                awaited = UNKNOWN;
                                end(() -> write.onRefused(
                                        unavailable("what other gateways did to " + channel + " is not heard")));
                            }
                        },
                        HEARING_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** Whether the write that is under way got that offset, if this gateway has published what is there. */
    public boolean isUnderWay(long offset) {
        return current != null && offset == attempted;
    }

    /** The module has taken in the topic's publications up to {@code offset}. */
    public void heard(long offset) {
        assert shard.isCurrent();
        TopicWrite write = current;
        if (write == null) {
            return;
        }
        heard = offset;
        if (awaited != UNKNOWN && offset >= awaited) {
            awaited = UNKNOWN;
            // Not within the call that brings the publication: its subscribers come first.
            shard.loop().execute(() -> attempt(write));
        }
    }

    /** The answer first, so that what it hands in stands behind what waits. */
    private void end(Runnable answer) {
        if (!store.isShared()) {
            answer.run();
            return;
        }
        try {
            answer.run();
        } finally {
            current = null;
            passOn();
        }
    }

    private void passOn() {
        if (isPassingOn) {
            return;
        }
        isPassingOn = true;
        try {
            while (current == null && waiting != null && !waiting.isEmpty()) {
                begin(waiting.remove());
            }
        } finally {
            isPassingOn = false;
        }
        if (current == null) {
            heard = UNKNOWN;
        }
    }

    private static WireException unavailable(String text) {
        return new WireException(ErrorCode.UNAVAILABLE, text);
    }
}
