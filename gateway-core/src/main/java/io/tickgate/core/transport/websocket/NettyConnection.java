package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import io.tickgate.core.session.Connection;
import io.tickgate.core.session.Peer;
import io.tickgate.core.transport.DeferredClose;
import io.tickgate.core.transport.FirstReads;
import io.tickgate.core.transport.StreamEnd;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on a Netty channel, with two ways out. The ordinary one goes through the pipeline and its outbound buffer.
 * The direct one, where a plain epoll socket allows it, is one {@code send(2)} from shared memory while nothing is
 * pending: no entry, no promise, no reference per subscriber.
 *
 * <p><b>Owner:</b> the channel's loop. The descriptor is used only after {@link Socket#isOpen} in the same call: a closed
 * one's number may belong to another connection by now.
 */
final class NettyConnection implements Connection {
    private final Channel channel;
    private final Peer peer;
    private final @Nullable Socket socket;
    private final ChannelFutureListener onWritten = future -> onWritten();
    private Runnable whenWritten = () -> {};
    private long writesCompleted;
    private long sentBytes;
    /** A send has failed, and the connection waits to be closed: nothing may follow what was lost. */
    private boolean isLost;

    NettyConnection(Channel channel, Peer peer) {
        this.channel = channel;
        this.peer = peer;
        boolean isPlain = channel.pipeline().get(SslHandler.class) == null;
        this.socket = isPlain && channel instanceof UnixChannel unix && unix.fd() instanceof Socket descriptor
                ? descriptor
                : null;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public long sentBytes() {
        return sentBytes;
    }

    /** The socket took {@code bytes} by another way than {@link #trySend} and {@link #write}. */
    void onSent(int bytes) {
        sentBytes += bytes;
    }

    @Override
    public boolean hasPending() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null || pending.totalPendingWriteBytes() != 0;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public boolean isDirect() {
        return socket != null;
    }

    @Override
    public long progress() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        long withinCurrent = pending == null ? 0 : pending.currentProgress();
        return writesCompleted * 31 + withinCurrent;
    }

    @Override
    public int trySend(ByteBuf frames) {
        // Whether it is open stands beside the descriptor; the channel knows it too, but from further away.
        if (socket == null || !socket.isOpen()) {
            return 0;
        }
        if (isLost) {
            return frames.readableBytes();
        }
        assert !hasPending() : "sent past what is pending";
        try {
            int taken = socket.sendAddress(frames.memoryAddress(), frames.readerIndex(), frames.writerIndex());
            sentBytes += taken;
            return taken;
        } catch (IOException e) {
            return onSendFailed(frames.readableBytes());
        }
    }

    /** The socket's descriptor for this moment; -1 where there is none to send to. */
    int descriptor() {
        return socket == null || !socket.isOpen() ? -1 : socket.intValue();
    }

    /**
     * The client is gone, and nothing that was for it, or will be, is worth queueing. Called again, it does nothing.
     *
     * @return {@code length}: as if everything was taken
     */
    int onSendFailed(int length) {
        isLost = true;
        DeferredClose.abandon(channel);
        return length;
    }

    boolean isLost() {
        return isLost;
    }

    @Override
    public void whenWritten(Runnable task) {
        whenWritten = task;
    }

    @Override
    public void write(ByteBuf frame) {
        if (isLost) {
            frame.release();
            return;
        }
        sentBytes += frame.readableBytes();
        channel.write(frame).addListener(onWritten);
    }

    private void onWritten() {
        writesCompleted++;
        whenWritten.run();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void setReading(boolean reading) {
        FirstReads.setAutoRead(channel, reading);
    }

    @Override
    public void finish() {
        // Half a close; the client's end, or the session's deadline, does the rest.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> StreamEnd.send(channel));
    }

    @Override
    public void closeAfterWrites() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> DeferredClose.close(channel));
    }

    @Override
    public void closeNow() {
        // Past the pipeline: TLS would say goodbye first, and wait for seconds until a socket takes it that takes
        // nothing.
        channel.unsafe().close(channel.voidPromise());
    }
}
