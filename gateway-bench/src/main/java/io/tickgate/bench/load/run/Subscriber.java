package io.tickgate.bench.load.run;

import io.tickgate.bench.load.account.Arrival;
import io.tickgate.bench.load.account.Mark;
import io.tickgate.bench.load.account.StreamAccount;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import io.tickgate.bench.load.dialect.Answers;
import io.tickgate.bench.load.dialect.Message;
import io.tickgate.bench.load.publish.Upgrades;
import io.tickgate.bench.load.scenario.SubscriptionsSpec;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber through all its connections: what it asked for, what it got, and where it stopped reading.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Subscriber implements SocketListener, Answers {
    private enum State {
        AWAY,
        OPENING,
        READY,
        /** The server ended it, or it could not be opened. */
        ENDED
    }

    /** Hears what becomes of it. */
    interface Listener {
        void onReady(Subscriber subscriber);

        /** It could not be subscribed. */
        void onFailed(Subscriber subscriber, String reason);

        /** The server ended it while it was wanted. */
        void onLost(Subscriber subscriber, String reason);

        /** A publication came for the first time. */
        void onDelivery(long number);

        /** What was there to read has been read. */
        void onRead();
    }

    private final RunContext context;
    private final WireFormat format;
    private final int firstChannel;
    private final int channels;
    private final Listener listener;
    private final StreamAccount account;
    private final @Nullable Positions positions;
    private @Nullable ClientSocket socket;
    private State state = State.AWAY;
    private boolean slow;
    private boolean resuming;
    private int toConfirm;
    private int confirmed;
    private int attempt;
    private long openedNanos;
    private int markAt;

    Subscriber(RunContext context, WireFormat format, int firstChannel, int channels, Listener listener) {
        this.context = context;
        this.format = format;
        this.firstChannel = firstChannel;
        this.channels = channels;
        this.listener = listener;
        this.account = new StreamAccount(channels * context.numbering().publishers());
        boolean needsPositions = context.scenario().recovers()
                || context.scenario().subscriptions().ack();
        this.positions = needsPositions ? new Positions(channels) : null;
    }

    /**
     * Opens a connection and subscribes; with {@code resume}, from where it stopped reading.
     *
     * @return the number of this attempt, for {@link #giveUp}
     */
    int open(boolean resume) {
        state = State.OPENING;
        attempt++;
        resuming = resume;
        confirmed = 0;
        openedNanos = context.clock().nanoTime();
        socket = context.loop()
                .connect(
                        context.server(),
                        Upgrades.of(
                                context.scenario().target(),
                                context.dialect(),
                                format,
                                context.scenario().connections().deflate()),
                        this);
        return attempt;
    }

    /** Goes away; with {@code resume} everything that is published meanwhile is owed, else nothing. */
    void leave(boolean resume) {
        if (socket != null) {
            socket.close();
        }
        state = State.AWAY;
        if (!resume) {
            for (int i = 0; i < channels * context.numbering().publishers(); i++) {
                account.end(i);
            }
        }
    }

    /** Ends it for good. */
    void close() {
        if (socket != null) {
            socket.close();
        }
    }

    /** Stops taking what it is sent; from here on it is owed nothing. */
    void stopReading() {
        slow = true;
        if (socket != null) {
            socket.setReading(false);
        }
    }

    /** Takes again what it is sent. */
    void resumeReading() {
        if (socket != null) {
            socket.setReading(true);
        }
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isOpening() {
        return state == State.OPENING;
    }

    boolean isEnded() {
        return state == State.ENDED;
    }

    boolean isSlow() {
        return slow;
    }

    long lost() {
        return slow ? 0 : account.lost();
    }

    /** Deliveries that are owed and may still come. */
    long outstanding() {
        if (slow) {
            return 0;
        }
        long sum = 0;
        int publishers = context.numbering().publishers();
        for (int slot = 0; slot < channels; slot++) {
            for (int publisher = 0; publisher < publishers; publisher++) {
                sum += account.outstanding(
                        slot * publishers + publisher, context.sent().inStream(channel(slot), publisher));
            }
        }
        return sum;
    }

    int channels() {
        return channels;
    }

    int channel(int slot) {
        int channel = firstChannel + slot;
        int all = context.numbering().channels();
        return channel >= all ? channel - all : channel;
    }

    private String name(int slot) {
        return context.scenario().subscriptions().channel(channel(slot));
    }

    @Override
    public void onOpen() {
        Message hello = context.dialect().hello();
        if (hello != null) {
            send(hello);
        }
        if (!context.dialect().greets()) {
            onReady();
        }
    }

    @Override
    public void onReady() {
        List<Message> commands = resuming && positions != null ? resumption(positions) : subscription();
        commands.forEach(this::send);
    }

    private List<Message> subscription() {
        List<String> names = new ArrayList<>();
        int publishers = context.numbering().publishers();
        for (int slot = 0; slot < channels; slot++) {
            names.add(name(slot));
        }
        for (int i = 0; i < channels * publishers; i++) {
            account.begin(i);
        }
        boolean isFamily = context.scenario().subscriptions().by() == SubscriptionsSpec.Way.FAMILY;
        toConfirm = isFamily ? 1 : channels;
        return context.dialect().subscribe(format, names);
    }

    private List<Message> resumption(Positions from) {
        List<Message> commands = new ArrayList<>();
        for (int slot = 0; slot < channels; slot++) {
            commands.add(context.dialect().resume(format, name(slot), from.of(slot)));
        }
        toConfirm = channels;
        return commands;
    }

    @Override
    public void onSubscribed(@Nullable String channel, @Nullable Position position, @Nullable String refusal) {
        if (state != State.OPENING) {
            return;
        }
        if (toConfirm == 1 && channels > 1) {
            for (int slot = 0; slot < channels; slot++) {
                confirm(slot);
            }
        } else {
            int slot = channel == null ? confirmed : slotOf(channel);
            if (!resuming) {
                confirm(slot);
            }
            if (positions != null && position != null) {
                positions.onSubscribed(slot, position, resuming && refusal == null);
            }
        }
        if (refusal != null) {
            context.totals().notRecovered++;
            context.totals().trouble("not recovered: " + refusal);
        }
        if (++confirmed == toConfirm) {
            state = State.READY;
            context.recorder().onConnected(context.clock().nanoTime() - openedNanos);
            listener.onReady(this);
        }
    }

    private void confirm(int slot) {
        int publishers = context.numbering().publishers();
        for (int publisher = 0; publisher < publishers; publisher++) {
            account.confirm(slot * publishers + publisher, context.sent().inStream(channel(slot), publisher));
        }
    }

    private int slotOf(String channel) {
        if (channels == 1) {
            return 0;
        }
        int slot = Integer.parseInt(channel.substring(channel.lastIndexOf('-') + 1)) - firstChannel;
        return slot < 0 ? slot + context.numbering().channels() : slot;
    }

    @Override
    public void onRefused(String text) {
        if (state == State.OPENING) {
            fail(text);
        } else {
            context.totals().trouble("refused: " + text);
        }
    }

    private void fail(String text) {
        state = State.ENDED;
        if (socket != null) {
            socket.close();
        }
        listener.onFailed(this, text);
    }

    /** An attempt took too long to be subscribed; one that is over is no matter any more. */
    void giveUp(int overdueAttempt) {
        if (state == State.OPENING && overdueAttempt == attempt) {
            fail("not subscribed in time");
        }
    }

    @Override
    public void onPing(Message pong) {
        send(pong);
    }

    private void send(Message message) {
        if (socket != null) {
            socket.send(message.binary(), message.bytes());
        }
    }

    @Override
    public void onRead() {
        context.recorder().onRead();
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        int at = from + markAt;
        if (!Mark.isAt(in, at, to)) {
            at = Mark.find(in, from, to);
            if (at < 0) {
                context.dialect().read(format, in, from, to, this);
                return;
            }
            markAt = at - from;
        }
        context.recorder().onBytes(to - from);
        long now = context.clock().elapsedAt(readAtNanos);
        do {
            deliver(in, at, from, to, now);
            at = context.dialect().joinsMessages() ? Mark.find(in, at + Mark.BYTES, to) : -1;
        } while (at >= 0);
    }

    private void deliver(byte[] in, int at, int from, int to, long now) {
        if (slow) {
            return;
        }
        if (Mark.run(in, at) != context.run()) {
            context.totals().foreign++;
            return;
        }
        long number = Mark.number(in, at);
        int channel = context.numbering().channel(number);
        int slot = channel - firstChannel;
        if (slot < 0) {
            slot += context.numbering().channels();
        }
        if (slot >= channels) {
            context.totals().misrouted++;
            return;
        }
        int publishers = context.numbering().publishers();
        int stream = slot * publishers + context.numbering().publisher(number);
        count(account.arrive(stream, context.numbering().sequence(number)), number, Mark.dueNanos(in, at), now);
        if (positions != null) {
            positions.onDelivery(slot, context.dialect().offsetOf(format, in, from, to));
        }
    }

    private void count(Arrival arrival, long number, long dueNanos, long now) {
        switch (arrival) {
            case AGAIN -> context.totals().doubled++;
            case MISROUTED -> context.totals().misrouted++;
            case LATE -> {
                context.totals().outOfOrder++;
                context.recorder().onDelivery(dueNanos, now);
                listener.onDelivery(number);
            }
            case IN_ORDER -> {
                context.recorder().onDelivery(dueNanos, now);
                listener.onDelivery(number);
            }
        }
    }

    @Override
    public void onReadComplete() {
        if (positions != null && context.scenario().subscriptions().ack()) {
            for (int slot = positions.takeUnacknowledged(); slot >= 0; slot = positions.takeUnacknowledged()) {
                send(context.dialect()
                        .acknowledge(format, name(slot), positions.of(slot).offset()));
            }
        }
        listener.onRead();
    }

    @Override
    public void onEnd(String reason) {
        State before = state;
        state = State.ENDED;
        if (before == State.OPENING) {
            listener.onFailed(this, reason);
        } else if (before == State.READY) {
            listener.onLost(this, reason);
        }
    }
}
