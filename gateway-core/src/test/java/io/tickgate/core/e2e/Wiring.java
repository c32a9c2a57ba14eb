package io.tickgate.core.e2e;

import io.netty.channel.uring.IoUring;
import org.junit.jupiter.api.Assumptions;

/** How a gateway waits for its sockets and writes to them, and on how many loops: only the speed may differ. */
enum Wiring {
    EPOLL_ONE_LOOP("epoll", 1),
    EPOLL_TWO_LOOPS("epoll", 2),
    IO_URING_TWO_LOOPS("io_uring", 2),
    NIO_ONE_LOOP("nio", 1),
    NIO_TWO_LOOPS("nio", 2);

    final String transport;
    final int eventLoops;

    Wiring(String transport, int eventLoops) {
        this.transport = transport;
        this.eventLoops = eventLoops;
    }

    /** Skips the test where the kernel does not let the gateway use io_uring, as in some containers. */
    void assumeAvailable() {
        if (this == IO_URING_TWO_LOOPS) {
            Assumptions.assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        }
    }
}
