package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Says to a peer that nothing more will be sent, in good order: TLS ends first, then the stream. What the peer still sends is
 * read on. Closing at once would make the kernel answer that with a reset, which may overtake and destroy what was sent
 * before.
 */
public final class StreamEnd {
    private StreamEnd() {}

    /** Ends what is sent on {@code channel}, behind all that was written; or closes it where that cannot be done by halves. */
    public static void send(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownOutput(channel);
        } else {
            tls.closeOutbound().addListener(ended -> shutdownOutput(channel));
        }
    }

    private static void shutdownOutput(Channel channel) {
        if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }
}
