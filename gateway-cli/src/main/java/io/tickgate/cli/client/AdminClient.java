package io.tickgate.cli.client;

import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Speaks to a gateway's admin listener, over loopback or a Unix socket, one request a connection. Java's own client knows
 * no Unix sockets. Any thread.
 */
public final class AdminClient {
    public static final String DEFAULT = "http://localhost:8002";

    private static final String UNIX = "unix:";
    private static final int HEAD_BYTES_MAX = 8 << 10;

    private final String where;
    private final SocketAddress address;
    private final String host;

    private AdminClient(String where, SocketAddress address, String host) {
        this.where = where;
        this.address = address;
        this.host = host;
    }

    /**
     * @param where {@code unix:} and a path, or a URL such as {@link #DEFAULT}
     * @throws Failure when it is neither
     */
    public static AdminClient of(String where) throws Failure {
        if (where.startsWith(UNIX) && where.length() > UNIX.length()) {
            return new AdminClient(
                    where, UnixDomainSocketAddress.of(Path.of(where.substring(UNIX.length()))), "localhost");
        }
        GatewayUrl url;
        try {
            url = GatewayUrl.parse(where);
        } catch (Failure e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--admin must look like " + DEFAULT + " or unix:/run/tickgate/admin.sock: " + where);
        }
        if (url.isSecure()) {
            throw new Failure(ExitCode.USAGE, "--admin: the admin listener speaks no TLS; take http:// or unix:");
        }
        String host = url.base().getHost();
        return new AdminClient(where, new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), url.port()), host);
    }

    /** @throws Failure when no gateway answers */
    public Answer get(String pathAndQuery) throws Failure, InterruptedException {
        return send("GET", pathAndQuery);
    }

    /** @throws Failure when no gateway answers */
    public Answer delete(String pathAndQuery) throws Failure, InterruptedException {
        return send("DELETE", pathAndQuery);
    }

    /** @throws Failure when no gateway answers */
    public Answer post(String path) throws Failure, InterruptedException {
        return send("POST", path);
    }

    private Answer send(String method, String pathAndQuery) throws Failure, InterruptedException {
        try (SocketChannel channel = open()) {
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return exchange(channel, method + ' ' + pathAndQuery);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return parse(answer.get(HttpApiClient.ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw unreachable(new HttpTimeoutException("no answer in time"));
        } catch (ExecutionException | IOException e) {
            throw unreachable(e);
        }
    }

    private SocketChannel open() throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private byte[] exchange(SocketChannel channel, String methodAndTarget) throws IOException {
        channel.connect(address);
        String head = methodAndTarget + " HTTP/1.1\r\nHost: " + host
                + "\r\nConnection: close\r\nContent-Length: 0\r\nUser-Agent: gateway\r\n\r\n";
        ByteBuffer out = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            channel.write(out);
        }
        ByteBuffer in = ByteBuffer.allocate(16 << 10);
        while (channel.read(in) >= 0) {
            if (!in.hasRemaining()) {
                if (in.capacity() > HttpApiClient.ANSWER_BYTES_MAX + HEAD_BYTES_MAX) {
                    throw new IOException("an answer over " + HttpApiClient.ANSWER_BYTES_MAX + " bytes");
                }
                in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
            }
        }
        return Arrays.copyOf(in.array(), in.position());
    }

    /** The gateway names the length of every body, and ends the connection behind it. */
    private Answer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.1 \\d{3} .*")) {
            throw new IOException("no HTTP answer");
        }
        return new Answer(
                this::noGateway,
                Integer.parseInt(text.substring(9, 12)),
                Arrays.copyOfRange(bytes, end + 4, bytes.length));
    }

    private Failure unreachable(Exception cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root instanceof HttpTimeoutException
                ? "no answer in time"
                : "is admin.listen set there, and may you use it? (" + root.getMessage() + ")";
        return failure(why + "; name another with --admin");
    }

    private Failure noGateway(String what) {
        return failure("what listens there is no gateway (" + what + "); name the right one with --admin");
    }

    private Failure failure(String why) {
        return new Failure(
                ExitCode.UNREACHABLE, PlainText.of("cannot reach the admin listener at " + where + ": " + why));
    }
}
