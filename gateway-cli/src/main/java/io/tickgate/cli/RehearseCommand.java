package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.Gateway;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code gateway rehearse}: starts a gateway on a free port, lets a client go once through what clients do and stops, so
 * that the launcher can keep the classes that all this loads.
 *
 * <p>What is kept is mapped into every gateway that is started later, so nothing is loaded here that a gateway does not
 * need: the client is a plain socket.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Start a gateway on a free port and stop it; for the launcher.")
final class RehearseCommand implements Callable<Integer> {
    private static final String API = "/api/v1/websocket/";

    private final Shell shell;

    RehearseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> flags = Map.of("server.port", "0", "server.host", "localhost");
        try (Gateway gateway = Gateway.start(OperatorConfig.load(shell, null, flags))) {
            request(gateway.port(), "GET " + API + "status", "");
            try (Socket subscriber = open(gateway.port())) {
                DataInputStream from = new DataInputStream(subscriber.getInputStream());
                readFrame(from);
                sendFrame(subscriber, "{\"type\":\"subscribe\",\"channel\":\"market_data:REHEARSAL\"}");
                readFrame(from);
                String message = "{\"channel\":\"market_data:REHEARSAL\",\"message\":{\"last\":1.5}}";
                request(gateway.port(), "POST " + API + "broadcast", message);
                readFrame(from);
                sendFrame(subscriber, "{\"type\":\"publish\"," + message.substring(1));
                readFrame(from);
                readFrame(from);
            }
        }
        return ExitCode.OK.code();
    }

    private static void request(int port, String methodAndPath, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            write(
                    socket,
                    methodAndPath
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            socket.getInputStream().readAllBytes();
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket("localhost", port);
        write(
                socket,
                "GET " + API + "ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: cmVoZWFyc2FsIG9mIDE2IQ==\r\n\r\n");
        int newLines = 0;
        while (newLines < 2) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the gateway closed the connection");
            }
            newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
        }
        return socket;
    }

    /** A text frame of less than 126 bytes, masked with zeros. */
    private static void sendFrame(Socket socket, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
    }

    /** Reads one frame of less than 64 KiB. */
    private static void readFrame(DataInputStream from) throws IOException {
        from.readByte();
        int length = from.readUnsignedByte();
        from.skipNBytes(length == 126 ? from.readUnsignedShort() : length);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream to = socket.getOutputStream();
        to.write(text.getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }
}
