package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.tickgate.core.transport.tls.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * nginx or HAProxy as Debian ships it, with the file that this project ships: only ports and paths are others. Clients come
 * from any address of 127.0.0.0/8, which a proxy that listens on 127.0.0.1 tells apart.
 */
final class RealProxy implements AutoCloseable {
    private static final Path SHIPPED = Path.of("..", "config");
    private static final InetAddress LOCALHOST = NetUtil.LOCALHOST4;

    private final Process process;
    private final Path log;
    private final int port;
    private final int plainPort;
    private final TestCertificate certificate;

    private RealProxy(Process process, Path log, int port, int plainPort, TestCertificate certificate) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.plainPort = plainPort;
        this.certificate = certificate;
    }

    static RealProxy nginx(Path directory, TestGateway gateway) throws IOException {
        return nginx(directory, gateway.port(), 0);
    }

    /** @param second port of another gateway, whose line in the file is a comment; 0 for none */
    static RealProxy nginx(Path directory, int first, int second) throws IOException {
        String binary = binary("nginx", "nginx-light");
        int port = freePort();
        int plainPort = freePort();
        TestCertificate certificate =
                TestCertificate.of(TestCertificate.Kind.EC).writeTo(directory);
        Path site = write(
                directory.resolve("tickgate.conf"),
                replaced(
                        "nginx/tickgate.conf",
                        "listen 80;",
                        "listen 127.0.0.1:" + plainPort + ";",
                        "listen 443 ssl;",
                        "listen 127.0.0.1:" + port + " ssl;",
                        "/etc/letsencrypt/live/push.example.com/fullchain.pem",
                        directory.resolve("certificate.pem").toString(),
                        "/etc/letsencrypt/live/push.example.com/privkey.pem",
                        directory.resolve("key.pem").toString(),
                        "server 127.0.0.1:8001 ",
                        "server 127.0.0.1:" + first + " ",
                        second == 0 ? "\n" : "# server 10.0.0.6:8001 ",
                        second == 0 ? "\n" : "server 127.0.0.1:" + second + " "));
        String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> kind + "_temp_path " + directory.resolve(kind) + ";\n")
                .reduce("", String::concat);
        Path main = write(
                directory.resolve("nginx.conf"),
                user + "daemon off;\nworker_processes 1;\npid " + directory.resolve("nginx.pid") + ";\n"
                        + "events { worker_connections 512; }\nhttp {\naccess_log off;\n" + temporary + "include "
                        + site
                        + ";\n}\n");
        return start(
                directory,
                port,
                plainPort,
                certificate,
                binary,
                "-e",
                "stderr",
                "-p",
                directory.toString(),
                "-c",
                main.toString());
    }

    /** HAProxy that ends TLS. */
    static RealProxy haproxy(Path directory, TestGateway gateway) throws IOException {
        return haproxy(directory, gateway.port(), 0);
    }

    /** @param second port of another gateway, whose line in the file is a comment; 0 for none */
    static RealProxy haproxy(Path directory, int first, int second) throws IOException {
        String binary = binary("haproxy", "haproxy");
        int port = freePort();
        int plainPort = freePort();
        TestCertificate certificate = TestCertificate.of(TestCertificate.Kind.EC);
        Path pem = write(directory.resolve("both.pem"), certificate.certificatePem() + certificate.keyPem());
        Path file = write(
                directory.resolve("haproxy.cfg"),
                replaced(
                        "haproxy/haproxy.cfg",
                        "bind :80",
                        "bind 127.0.0.1:" + plainPort,
                        "bind :443 ",
                        "bind 127.0.0.1:" + port + " ",
                        "/etc/haproxy/certs/push.example.com.pem",
                        pem.toString(),
                        "gateway1 127.0.0.1:8001",
                        "gateway1 127.0.0.1:" + first,
                        second == 0 ? "\n" : "# server gateway2 10.0.0.6:8001",
                        second == 0 ? "\n" : "server gateway2 127.0.0.1:" + second));
        return start(directory, port, plainPort, certificate, binary, "-db", "-f", file.toString());
    }

    /** HAProxy that passes on the TLS of the gateway, behind a header of the PROXY protocol. */
    static RealProxy haproxyByProxyProtocol(Path directory, TestGateway gateway) throws IOException {
        String binary = binary("haproxy", "haproxy");
        int port = freePort();
        Path file = write(
                directory.resolve("haproxy.cfg"),
                replaced(
                        "haproxy/proxy-protocol.cfg",
                        "bind :443",
                        "bind 127.0.0.1:" + port,
                        "gateway1 127.0.0.1:8001",
                        "gateway1 127.0.0.1:" + gateway.port()));
        return start(directory, port, 0, TestGateway.certificate(), binary, "-db", "-f", file.toString());
    }

    private static RealProxy start(
            Path directory, int port, int plainPort, TestCertificate certificate, String... command)
            throws IOException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RealProxy proxy = new RealProxy(process, log, port, plainPort, certificate);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            assertThat(process.isAlive()).as(() -> proxy.log()).isTrue();
            try (Socket probe = new Socket(LOCALHOST, port)) {
                return probe.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
        return proxy;
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String binary(String name, String debianPackage) {
        List<Path> places = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .toList();
        Assumptions.assumeFalse(
                places.isEmpty(),
                "SKIPPED: " + name + " is not installed (Debian: " + debianPackage
                        + "), so the shipped configuration for it was not tried");
        return places.get(0).toString();
    }

    /** @param changes what stands in the file, and what stands for it here, in turn */
    private static String replaced(String file, String... changes) throws IOException {
        String text = Files.readString(SHIPPED.resolve(file));
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return text;
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOCALHOST)) {
            return socket.getLocalPort();
        }
    }

    /** A TLS connection from that address of this machine. */
    Socket connectFrom(String client) throws IOException {
        return certificate.over(open(client, port));
    }

    /** A plain one, to the port that sends everybody on to TLS. */
    Socket connectPlain() throws IOException {
        return open("127.0.0.1", plainPort);
    }

    private static Socket open(String client, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(client), 0));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(LOCALHOST, port), 10_000);
        return socket;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
