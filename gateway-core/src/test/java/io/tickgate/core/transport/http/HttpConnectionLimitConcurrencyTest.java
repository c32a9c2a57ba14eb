package io.tickgate.core.transport.http;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.TestAddresses;
import java.net.InetSocketAddress;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Three sockets, two of each address and one that asks for plain HTTP. Each seat is its loop's; the counts are everybody's. */
@Param(name = "address", gen = IntGen.class, conf = "1:2")
public class HttpConnectionLimitConcurrencyTest {
    private final HttpConnectionLimit limit = new HttpConnectionLimit(1, 3, 2, address -> false);
    private final HttpConnectionLimit.Seat first = limit.new Seat();
    private final HttpConnectionLimit.Seat second = limit.new Seat();

    public HttpConnectionLimitConcurrencyTest() {
        first.tryOpen(peer(1));
        first.tryServe();
        second.tryOpen(peer(1));
    }

    private static InetSocketAddress peer(int address) {
        return new InetSocketAddress(TestAddresses.of(address), 40_000);
    }

    @Operation
    public boolean open(@Param(name = "address") int address) {
        return limit.new Seat().tryOpen(peer(address));
    }

    @Operation
    public boolean serve() {
        return limit.new Seat().tryServe();
    }

    @Operation(runOnce = true)
    public void leaveUnserved() {
        second.leave();
    }

    @Operation
    public int openCount() {
        return limit.openCount();
    }

    @Test
    void noSocketIsRefusedForOneThatWasRefused() {
        ConcurrencyCheck.check(HttpConnectionLimitConcurrencyTest.class);
    }
}
