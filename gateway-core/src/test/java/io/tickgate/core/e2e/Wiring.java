package io.tickgate.core.e2e;

import io.netty.channel.uring.IoUring;
import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Assumptions;

/** How a gateway waits for its sockets and writes to them, on how many loops, and in whose TLS: only the speed may differ. */
enum Wiring {
    EPOLL_ONE_LOOP("epoll", 1),
    EPOLL_TWO_LOOPS("epoll", 2),
    IO_URING_TWO_LOOPS("io_uring", 2),
    NIO_ONE_LOOP("nio", 1),
    NIO_TWO_LOOPS("nio", 2),
    TLS_OF_BORINGSSL("epoll", 2, "openssl"),
    TLS_OF_JAVA("epoll", 1, "jdk");

    final String transport;
    final int eventLoops;
    /** {@code tls.provider}; empty for plain connections. */
    final String tls;

    Wiring(String transport, int eventLoops) {
        this(transport, eventLoops, "");
    }

    Wiring(String transport, int eventLoops, String tls) {
        this.transport = transport;
        this.eventLoops = eventLoops;
        this.tls = tls;
    }

    /** Whether what a socket does not take leaves the gateway's hands only frame by frame. */
    boolean isDirect() {
        return !transport.equals("nio") && tls.isEmpty();
    }

    /** Skips the test where the kernel does not let the gateway use io_uring, as in some containers, or a library is missing. */
    void assumeAvailable() {
        if (this == TLS_OF_BORINGSSL) {
            Assumptions.assumeTrue(OpenSsl.isAvailable(), () -> "SKIPPED: " + OpenSsl.unavailabilityCause());
        }
        if (this == IO_URING_TWO_LOOPS) {
            Assumptions.assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        }
    }
}
