package io.tickgate.core.transport.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.transport.HandlerNames;
import java.time.InstantSource;

/**
 * What all HTTP connections of a gateway share. Immutable but for the counts in its limit.
 *
 * @param requests decides what becomes of a request
 * @param connections bounds the sockets that are not WebSockets
 * @param clock the time of day, for the answers
 * @param access hears of every answer
 */
public record HttpFront(
        HttpSettings settings,
        RequestDispatch requests,
        HttpConnectionLimit connections,
        InstantSource clock,
        AccessLog access) {
    /** Longest request line; 414 above. */
    private static final int LINE_BYTES_MAX = 4 << 10;
    /** All header fields together; 431 above. */
    private static final int HEAD_BYTES_MAX = 8 << 10;
    /** Largest piece in which a body is passed on. */
    private static final int PIECE_BYTES_MAX = 8 << 10;

    /** Adds the codec in front of the flow control, where it is not yet: it takes as much as all else of HTTP together. */
    public static void addCodec(ChannelPipeline pipeline) {
        if (pipeline.get(RequestCodec.class) == null) {
            pipeline.addBefore(HandlerNames.HTTP_FLOW_CONTROL, HandlerNames.HTTP_CODEC, newCodec());
        }
    }

    /** The codec of one connection: bare line feeds, folded lines, repeated lengths and bad header fields are refused, not repaired. */
    public static RequestCodec newCodec() {
        return new RequestCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(LINE_BYTES_MAX)
                .setMaxHeaderSize(HEAD_BYTES_MAX)
                .setMaxChunkSize(PIECE_BYTES_MAX)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false)
                .setValidateHeaders(true));
    }
}
