package io.tickgate.bench.load.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a client, from the connected socket to its end.
 *
 * <p><b>Owner:</b> the loop.
 */
public final class ClientSocket extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final int CLOSE_NORMAL = 1000;

    private final ClientLoop loop;
    private final Upgrade upgrade;
    private final SocketListener listener;
    private final FrameReader frames;
    private final StringBuilder head = new StringBuilder();
    private @Nullable Channel channel;
    private boolean open;
    private boolean ended;
    private String endReason = "the server ended the connection without a close";
    private long readAtNanos;

    /**
     * What is asked for.
     *
     * @param host what {@code Host} says
     * @param subprotocol null for none
     */
    public record Upgrade(
            String host, String path, @Nullable String subprotocol, boolean deflate) {
        private String request() {
            return "GET " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + UpgradeReply.KEY + "\r\n"
                    + (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n")
                    + (deflate
                            ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                                    + " client_no_context_takeover\r\n"
                            : "")
                    + "\r\n";
        }
    }

    ClientSocket(ClientLoop loop, Upgrade upgrade, SocketListener listener) {
        this.loop = loop;
        this.upgrade = upgrade;
        this.listener = listener;
        this.frames = new FrameReader(loop.buffers());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (ended) {
            context.close();
            return;
        }
        write(upgrade.request().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        readAtNanos = System.nanoTime();
        listener.onRead();
        try {
            if (!open) {
                readHead(in);
            }
            if (open && !ended) {
                frames.read(in, this);
            }
        } catch (ProtocolException e) {
            end("the server broke the protocol: " + e.getMessage());
        } finally {
            in.release();
        }
    }

    private void readHead(ByteBuf in) throws ProtocolException {
        while (in.isReadable()) {
            head.append((char) (in.readByte() & 0xFF));
            int length = head.length();
            if (length > HEAD_BYTES_MAX) {
                throw new ProtocolException("a header over " + HEAD_BYTES_MAX + " bytes");
            }
            if (length >= 4 && head.charAt(length - 1) == '\n' && head.indexOf("\r\n\r\n", length - 4) >= 0) {
                String fault = UpgradeReply.fault(head.toString(), upgrade.subprotocol(), upgrade.deflate());
                if (fault != null) {
                    end(fault);
                    return;
                }
                open = true;
                head.setLength(0);
                head.trimToSize();
                listener.onOpen();
                return;
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (open && !ended) {
            listener.onReadComplete();
        }
    }

    @Override
    public boolean onMessage(boolean binary, byte[] in, int from, int to) {
        listener.onMessage(binary, in, from, to, readAtNanos);
        return !ended;
    }

    @Override
    public boolean onControl(int opcode, byte[] in, int from, int to) {
        if (opcode == ClientFrames.PING) {
            write(ClientFrames.frame(ClientFrames.PONG, in, from, to));
        } else if (opcode == ClientFrames.CLOSE) {
            int code = to - from >= 2 ? ((in[from] & 0xFF) << 8) | (in[from + 1] & 0xFF) : 0;
            String text = to - from > 2 ? new String(in, from + 2, to - from - 2, StandardCharsets.UTF_8) : "";
            end("the server closed with " + (code == 0 ? "no code" : code) + (text.isEmpty() ? "" : " " + text));
            return false;
        }
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(endReason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Error || cause instanceof RuntimeException) {
            loop.onFault(cause);
        }
        endReason = "the connection broke: " + cause.getMessage();
        context.close();
    }

    /** It could not be opened, or the server ended it. */
    void end(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (channel != null) {
            channel.close();
        }
        listener.onEnd(reason);
    }

    /** Sends a message. */
    public void send(boolean binary, byte[] payload) {
        write(ClientFrames.message(binary, payload));
    }

    /** Sends a frame that is not changed any more, at once or with the next {@link #flush}. */
    public void write(byte[] frame) {
        if (channel != null && !ended) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
        }
    }

    /** Queues a copy of a frame until {@link #flush}. */
    public void queue(byte[] frame) {
        if (channel != null && !ended) {
            channel.write(channel.alloc().directBuffer(frame.length).writeBytes(frame), channel.voidPromise());
        }
    }

    public void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** Whether what is queued stays below the socket's high-water mark. */
    public boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** Stops or goes on taking what the server sends. */
    public void setReading(boolean reading) {
        if (channel != null) {
            channel.config().setAutoRead(reading);
        }
    }

    /** Ends it by a reset, as a client that has crashed; the listener hears nothing more. */
    public void reset() {
        ended = true;
        if (channel != null && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    /** Says goodbye and ends it; the listener hears nothing more. */
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        if (channel != null) {
            byte[] code = {(byte) (CLOSE_NORMAL >>> 8), (byte) CLOSE_NORMAL};
            channel.writeAndFlush(Unpooled.wrappedBuffer(ClientFrames.frame(ClientFrames.CLOSE, code, 0, 2)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
