package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A socket that says exactly what a test gives it, and reads answers one after the other. */
public final class RawHttpClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    /** One answer. Names of fields are lower case; repeated ones are joined with a comma. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Socket socket;
    private final InputStream in;

    public RawHttpClient(int port) throws IOException {
        this(new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    }

    /** On a connection that somebody else has made. */
    public RawHttpClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One request on a connection of its own. */
    public static Answer exchange(int port, String request) throws IOException {
        try (RawHttpClient client = new RawHttpClient(port)) {
            return client.send(request).read();
        }
    }

    public static Answer get(int port, String path, String... fields) throws IOException {
        return exchange(port, head("GET " + path, fields) + "\r\n");
    }

    public static Answer post(int port, String path, String type, String body, String... fields) throws IOException {
        return exchange(port, posting(path, type, body, fields));
    }

    /** A whole POST with its length. */
    public static String posting(String path, String type, String body, String... fields) {
        return head("POST " + path, fields) + "Content-Type: " + type + "\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    /** Method and path, then fields as whole lines; Host is there unless a field brings one. */
    public static String head(String methodAndPath, String... fields) {
        StringBuilder head = new StringBuilder(methodAndPath).append(" HTTP/1.1\r\n");
        boolean hasHost = false;
        for (String field : fields) {
            hasHost |= field.startsWith("Host:");
            head.append(field).append("\r\n");
        }
        return hasHost ? head.toString() : head.append("Host: localhost\r\n").toString();
    }

    public RawHttpClient send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    public RawHttpClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public Answer read() throws IOException {
        return read(true);
    }

    /** The answer to HEAD, or an interim one: a length without a body. */
    public Answer readHead() throws IOException {
        return read(false);
    }

    private Answer read(boolean withBody) throws IOException {
        String status = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            headers.merge(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).trim(),
                    (one, other) -> one + ", " + other);
        }
        int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body ends after " + body.length + " of " + length);
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, new String(body, UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after \"" + line + '"');
            }
            line.append((char) c);
        }
        if (!line.toString().endsWith("\r")) {
            throw new IOException("not a line of HTTP: " + line);
        }
        return new String(line.substring(0, line.length() - 1).getBytes(ISO_8859_1), UTF_8);
    }

    /** Waits for the end of the connection; false when anything else comes. */
    public boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Bytes as the server sends them, after an upgrade. */
    public InputStream input() {
        return in;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
