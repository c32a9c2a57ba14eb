package io.tickgate.bench.performance;

import io.tickgate.bench.ProcFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's process on this machine, from its start to its end. */
record Server(ProcessHandle process, int port) implements AutoCloseable {
    private static final int READY_SECONDS = 30;
    private static final int STOP_SECONDS = 10;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /**
     * Starts a program and waits until it accepts connections.
     *
     * @param command takes {@code PORT} for the port
     * @param log gets what it prints
     * @throws IOException when it ends, or does not listen within half a minute; says where the log is
     */
    static Server start(List<String> command, int port, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.stream()
                        .map(word -> word.replace("PORT", Integer.toString(port)))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Server server = new Server(process.toHandle(), port);
        // Whoever interrupts a long measurement leaves no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        server.awaitAccepting(process, log);
        return server;
    }

    private void awaitAccepting(Process started, Path log) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!isAccepting()) {
            if (!started.isAlive() || System.nanoTime() - deadlineNanos > 0) {
                close();
                throw new IOException(started.info().command().orElse("the server") + " does not listen on port " + port
                        + ", see " + log);
            }
            Thread.sleep(1);
        }
    }

    private boolean isAccepting() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HERE, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that nobody listens on just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Resident memory in KiB. */
    long residentKib() throws IOException {
        return ProcFiles.residentKib(ProcFiles.of(pid()));
    }

    /** Ticks of processor time by thread, of the threads whose name begins so. */
    Map<String, Long> threadTicks(String namePrefix) throws IOException {
        Map<String, Long> ticks = new TreeMap<>();
        try (var tasks = Files.list(ProcFiles.of(pid()).resolve("task"))) {
            for (Path task : tasks.toList()) {
                String stat = ProcFiles.stat(task);
                String name = ProcFiles.name(stat);
                if (name.startsWith(namePrefix)) {
                    ticks.put(name + " " + task.getFileName(), ProcFiles.cpuTicks(stat));
                }
            }
        }
        return ticks;
    }

    /** Ends it, by force when it does not end by itself within ten seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }
}
