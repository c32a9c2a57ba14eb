package io.tickgate.bench.performance;

import java.util.Locale;

/** Who is measured. The floor is a server that does nothing but send prepared frames. */
enum Contestant {
    GATEWAY("gateway", "gateway"),
    GATEWAY_URING("gateway, io_uring", "gateway"),
    FLOOR_BATCH("floor, one send a turn", "topic"),
    FLOOR_EACH("floor, one send a message", "topic"),
    UWS("uWebSockets", "topic"),
    CENTRIFUGE("Centrifugo's engine", "centrifugo");

    private final String label;
    private final String adapter;

    Contestant(String label, String adapter) {
        this.label = label;
        this.adapter = adapter;
    }

    /** As the report calls it. */
    String label() {
        return label;
    }

    /** The load generator's name for its protocol. */
    String adapter() {
        return adapter;
    }

    boolean isGateway() {
        return this == GATEWAY || this == GATEWAY_URING;
    }

    boolean isFloor() {
        return this == FLOOR_BATCH || this == FLOOR_EACH;
    }

    boolean isRival() {
        return this == UWS || this == CENTRIFUGE;
    }

    /** As file names have it. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
