package io.tickgate.core.transport.websocket;

import io.netty.channel.ChannelHandler;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.session.Session;
import io.tickgate.core.transport.http.UpgradeEndpoint;

/** What is spoken on connections once they are WebSockets, and where they ask for it. */
public interface Dialogue {
    /** The gateway's own: a welcome, then commands and their answers. */
    Dialogue COMMANDS = new Dialogue() {
        @Override
        public ChannelHandler newMessageHandler(Session session, FrameKind kind, InboundCodec codec) {
            return new ClientMessageDecoder(session, kind.format(), codec);
        }

        @Override
        public void begin(Session session) {
            session.open();
        }
    };

    /** The path of the upgrade. */
    default String path() {
        return UpgradeEndpoint.PATH;
    }

    /**
     * What reads the messages of one connection.
     *
     * @param codec of the connection's loop
     */
    ChannelHandler newMessageHandler(Session session, FrameKind kind, InboundCodec codec);

    /** The connection is a WebSocket: says the first word, if there is any. */
    void begin(Session session);
}
