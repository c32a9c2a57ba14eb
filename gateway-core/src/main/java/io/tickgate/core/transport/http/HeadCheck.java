package io.tickgate.core.transport.http;

import static io.tickgate.protocol.message.ErrorCode.BAD_REQUEST;
import static io.tickgate.protocol.message.ErrorCode.EXPECTATION_FAILED;
import static io.tickgate.protocol.message.ErrorCode.FORBIDDEN;
import static io.tickgate.protocol.message.ErrorCode.HEADER_TOO_LARGE;
import static io.tickgate.protocol.message.ErrorCode.HTTP_VERSION_NOT_SUPPORTED;
import static io.tickgate.protocol.message.ErrorCode.MISDIRECTED_REQUEST;
import static io.tickgate.protocol.message.ErrorCode.NOT_IMPLEMENTED;
import static io.tickgate.protocol.message.ErrorCode.URI_TOO_LONG;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks what every request must keep, whatever it asks for. Stateless but for its policies.
 *
 * <p>Where another reader of the same bytes (a proxy) might see the request end elsewhere, the connection ends: repeated
 * or invalid Content-Length, Content-Length beside Transfer-Encoding, codings other than chunked (RFC 9112 section 6.3
 * and 11.2). Most of them the codec finds and marks.
 */
final class HeadCheck {
    private final Supplier<HostPolicy> hosts;
    private final Supplier<OriginPolicy> origins;
    private final ClientAddresses clients;

    HeadCheck(Supplier<HostPolicy> hosts, Supplier<OriginPolicy> origins, ClientAddresses clients) {
        this.hosts = hosts;
        this.origins = origins;
        this.clients = clients;
    }

    RequestHead check(HttpRequest request, Channel channel) throws RequestRefused {
        if (request.decoderResult().isFailure()) {
            throw RequestRefused.fatal(undecodable(request.decoderResult().cause()));
        }
        requireVersion(request.protocolVersion());
        HttpHeaders headers = request.headers();
        long contentLength = requireFraming(headers);
        RequestTarget target = RequestTarget.parse(request.uri());
        Authority host = requireHost(request, target, channel);
        List<String> originFields = headers.getAll(HttpHeaderNames.ORIGIN);
        String origin = originFields.isEmpty() ? null : originFields.get(0);
        if (originFields.size() > 1 || !origins.get().allows(origin, host)) {
            throw RequestRefused.with(ProblemDetails.of(
                    FORBIDDEN, "Pages of this Origin may not talk to the gateway; see server.allowed-origins"));
        }
        boolean expectsContinue = requireExpectation(request);
        ClientAddress client = clients.resolve(peerOf(channel), headers);
        return new RequestHead(request, target, client, origin, contentLength, expectsContinue);
    }

    /** What the codec could not read, as a problem. */
    static ProblemDetails undecodable(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return ProblemDetails.of(URI_TOO_LONG, "The request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return ProblemDetails.of(HEADER_TOO_LARGE, "The header fields are too large in all");
        }
        if (cause instanceof HeadSyntaxException fault) {
            return ProblemDetails.of(BAD_REQUEST, fault.detail());
        }
        // The codec's own words may quote the request, so they do not go out.
        return ProblemDetails.of(BAD_REQUEST, "The request is not well-formed HTTP/1.1");
    }

    private static void requireVersion(HttpVersion version) throws RequestRefused {
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw RequestRefused.fatal(
                    ProblemDetails.of(HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1.1 and HTTP/1.0 are spoken here"));
        }
    }

    private static long requireFraming(HttpHeaders headers) throws RequestRefused {
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
            // The codec would read eight bytes of body that no header announces (the protocol's drafts of 2010).
            throw RequestRefused.fatal(ProblemDetails.of(BAD_REQUEST, "Sec-WebSocket-Key1 belongs to an old draft"));
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw RequestRefused.fatal(
                        ProblemDetails.of(BAD_REQUEST, "Content-Length and Transfer-Encoding exclude each other"));
            }
            if (codings.size() > 1 || !codings.get(0).trim().equalsIgnoreCase("chunked")) {
                throw RequestRefused.fatal(
                        ProblemDetails.of(NOT_IMPLEMENTED, "No transfer coding but chunked is understood"));
            }
            return -1;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        try {
            String length = lengths.get(0);
            if (lengths.size() == 1 && !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Long.parseLong(length);
            }
        } catch (NumberFormatException tooLarge) {
            // Refused below like any other length that is none.
        }
        throw RequestRefused.fatal(ProblemDetails.of(BAD_REQUEST, "Content-Length is not one decimal number"));
    }

    private Authority requireHost(HttpRequest request, RequestTarget target, Channel channel) throws RequestRefused {
        List<String> fields = request.headers().getAll(HttpHeaderNames.HOST);
        if (fields.size() > 1) {
            throw RequestRefused.fatal(ProblemDetails.of(BAD_REQUEST, "More than one Host header field"));
        }
        // HTTP/1.0 did not know the field; no browser speaks it, so there is no page to guard against.
        if (fields.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return new Authority("localhost", -1);
        }
        Authority host = fields.isEmpty() ? null : Authority.parse(fields.get(0));
        if (host == null) {
            throw RequestRefused.with(ProblemDetails.of(BAD_REQUEST, "Host is missing or no host name"));
        }
        String authority = target.authority();
        Authority asked = authority == null ? host : Authority.parse(authority);
        if (asked == null) {
            throw RequestRefused.with(ProblemDetails.of(BAD_REQUEST, "The request target names no host"));
        }
        if (!hosts.get().allows(host, channel.localAddress()) || !hosts.get().allows(asked, channel.localAddress())) {
            throw RequestRefused.with(ProblemDetails.of(
                    MISDIRECTED_REQUEST, "The gateway does not answer to this Host; see server.allowed-hosts"));
        }
        return asked;
    }

    private static boolean requireExpectation(HttpRequest request) throws RequestRefused {
        List<String> expectations = request.headers().getAll(HttpHeaderNames.EXPECT);
        if (expectations.isEmpty() || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return false;
        }
        if (!expectations.stream().allMatch("100-continue"::equalsIgnoreCase)) {
            throw RequestRefused.with(
                    ProblemDetails.of(EXPECTATION_FAILED, "No expectation but 100-continue can be met"));
        }
        return true;
    }

    /** A peer without an Internet address is on this machine: a Unix socket. One that is gone already has none at all. */
    private static InetAddress peerOf(Channel channel) throws RequestRefused {
        SocketAddress remote = channel.remoteAddress();
        if (remote instanceof InetSocketAddress socket) {
            return socket.getAddress();
        }
        if (remote == null) {
            throw RequestRefused.fatal(ProblemDetails.of(FORBIDDEN, "The connection is gone"));
        }
        return InetAddress.getLoopbackAddress();
    }
}
