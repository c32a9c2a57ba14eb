package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.DirectWay;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the same bytes to many sockets in one system call: one {@code SEND} a socket in a ring of io_uring. The loop itself
 * waits for its sockets by epoll, and the ring is empty again when {@link #send} returns: with {@code MSG_DONTWAIT} the
 * kernel answers each within the call, so nothing is ever on its way, and the order of a socket's bytes is that of the
 * calls.
 *
 * <p>Where a ring cannot be made after all, or does not answer, each socket is sent to by itself from then on.
 *
 * <p><b>Owner:</b> the loop. One object per socket and call becomes garbage: the operation that Netty's ring takes.
 */
public final class RingSender implements BulkSender, IoUringIoHandle {
    private static final byte OP_SEND = 26;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EAGAIN = -11;
    private static final int UNANSWERED = Integer.MIN_VALUE;

    /** How often the ring is asked in vain before it is given up; an answer is there at once, or something is broken. */
    private static final int LOOKS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RingSender.class);

    /** Submit, and look at what is done; never wait. */
    private static final IoHandlerContext NOW = new IoHandlerContext() {
        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    };

    private final EventExecutor loop;
    private @Nullable IoHandler ring;
    private @Nullable IoRegistration registration;
    private boolean broken;
    private int[] results = {};
    private int answered;

    /** @param loop whose thread will send */
    public RingSender(EventExecutor loop) {
        this.loop = loop;
    }

    @Override
    public void send(ByteBuf frames, DirectWay[] ways, int count, int[] taken) {
        assert loop.inEventLoop();
        if (ring == null && !broken) {
            open();
        }
        IoHandler sends = ring;
        IoRegistration handle = registration;
        if (sends == null || handle == null) {
            ONE_BY_ONE.send(frames, ways, count, taken);
            return;
        }
        int asked = ask(handle, frames, ways, count, taken);
        for (int looks = 0; answered < asked && looks < LOOKS_MAX; looks++) {
            sends.run(NOW);
        }
        if (answered < asked) {
            // How much of them the kernel has taken is unknown, so that nothing more can be said on those connections.
            giveUp("a ring of io_uring left sends unanswered", null);
        }
        for (int i = 0; i < count; i++) {
            NettyConnection connection = (NettyConnection) ways[i];
            if (taken[i] < 0) {
                taken[i] = connection.onSendFailed(frames.readableBytes());
            } else {
                connection.onSent(taken[i]);
            }
        }
    }

    /** @return how many answers will come */
    private int ask(IoRegistration handle, ByteBuf frames, DirectWay[] ways, int count, int[] taken) {
        long address = frames.memoryAddress() + frames.readerIndex();
        int length = frames.readableBytes();
        results = taken;
        answered = 0;
        int asked = 0;
        for (int i = 0; i < count; i++) {
            NettyConnection connection = (NettyConnection) ways[i];
            if (connection.isLost()) {
                // It is told once more that it failed.
                taken[i] = UNANSWERED;
                continue;
            }
            int descriptor = connection.descriptor();
            assert descriptor < 0 || !connection.hasPending() : "sent past what is pending";
            taken[i] = 0;
            if (descriptor >= 0) {
                taken[i] = UNANSWERED;
                handle.submit(operation(descriptor, address, length, i));
                asked++;
            }
        }
        return asked;
    }

    private static IoUringIoOps operation(int descriptor, long address, int length, int index) {
        return new IoUringIoOps(
                OP_SEND,
                (byte) 0,
                (short) 0,
                descriptor,
                0,
                address,
                length,
                MSG_DONTWAIT | MSG_NOSIGNAL,
                index,
                (short) 0,
                (short) 0,
                0,
                0);
    }

    /** A ring belongs to the thread that uses it, so it is made there. */
    private void open() {
        try {
            IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setRingSize(WAYS_MAX);
            IoHandler opened = IoUringIoHandler.newFactory(config).newHandler(loop);
            ring = opened;
            opened.initialize();
            registration = opened.register(this);
        } catch (Exception e) {
            giveUp("a ring of io_uring cannot be made", e);
        }
    }

    private void giveUp(String why, @Nullable Exception cause) {
        LOG.error("{}: from now on each socket is sent to by itself", why, cause);
        broken = true;
        close();
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        IoUringIoEvent answer = (IoUringIoEvent) event;
        results[(int) answer.userData()] = answer.res() == EAGAIN ? 0 : answer.res();
        answered++;
    }

    @Override
    public void close() {
        IoHandler opened = ring;
        if (opened != null) {
            ring = null;
            registration = null;
            opened.prepareToDestroy();
            opened.destroy();
        }
    }
}
