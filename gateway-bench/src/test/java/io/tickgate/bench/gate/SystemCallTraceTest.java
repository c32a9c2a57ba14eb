package io.tickgate.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemCallTraceTest {
    @Test
    void callsAreReadWithAndWithoutErrorsAndTheTotalIsNone() {
        String table = """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 88.21    0.123456          12     10100           sendto
                 11.79    0.016500          55       300        12 recvfrom
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.139956          13     10400        12 total
                """;

        assertThat(SystemCallTrace.read(table)).isEqualTo(Map.of("sendto", 10_100L, "recvfrom", 300L));
    }
}
