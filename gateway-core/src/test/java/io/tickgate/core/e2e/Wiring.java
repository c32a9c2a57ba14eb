package io.tickgate.core.e2e;

/** How a gateway waits for its sockets, and on how many loops: what may differ between them is only speed. */
enum Wiring {
    EPOLL_ONE_LOOP("epoll", 1),
    EPOLL_TWO_LOOPS("epoll", 2),
    NIO_ONE_LOOP("nio", 1),
    NIO_TWO_LOOPS("nio", 2);

    final String transport;
    final int eventLoops;

    Wiring(String transport, int eventLoops) {
        this.transport = transport;
        this.eventLoops = eventLoops;
    }
}
