package io.tickgate.core.limit;

import static io.tickgate.core.limit.ConnectionLimit.Verdict.ADDRESS_FULL;
import static io.tickgate.core.limit.ConnectionLimit.Verdict.ADMITTED;
import static io.tickgate.core.limit.ConnectionLimit.Verdict.FULL;
import static io.tickgate.core.limit.ConnectionLimit.Verdict.USER_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.limit.UserConnections.Place;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    @Test
    void theTotalComesBeforeTheAddress() {
        ConnectionLimit limit = new ConnectionLimit(3, 2, new UserConnections(() -> 0));

        assertThat(limit.tryEnter(TestAddresses.of(1), null)).isEqualTo(ADMITTED);
        assertThat(limit.tryEnter(TestAddresses.of(1), null)).isEqualTo(ADMITTED);
        assertThat(limit.tryEnter(TestAddresses.of(1), null)).isEqualTo(ADDRESS_FULL);
        assertThat(limit.tryEnter(TestAddresses.of(2), null)).isEqualTo(ADMITTED);
        assertThat(limit.tryEnter(TestAddresses.of(1), null)).isEqualTo(FULL);
        assertThat(limit.connections()).isEqualTo(3);
    }

    @Test
    void whoLeavesMakesRoomAndNoAddressIsRemembered() {
        ConnectionLimit limit = new ConnectionLimit(1, 1, new UserConnections(() -> 0));
        assertThat(limit.tryEnter(TestAddresses.of(1), null)).isEqualTo(ADMITTED);
        assertThat(limit.tryEnter(TestAddresses.of(2), null)).isEqualTo(FULL);

        limit.leave(TestAddresses.of(1));

        assertThat(limit.addresses()).isZero();
        assertThat(limit.tryEnter(TestAddresses.of(2), null)).isEqualTo(ADMITTED);
        assertThat(limit.addresses()).isEqualTo(1);
    }

    @Test
    void whoIsRefusedForOneLimitTakesNoPlaceOfAnother() {
        UserConnections users = new UserConnections(() -> 1);
        ConnectionLimit limit = new ConnectionLimit(3, 2, users);
        assertThat(limit.tryEnter(TestAddresses.of(1), new Place("alice"))).isEqualTo(ADMITTED);

        assertThat(limit.tryEnter(TestAddresses.of(1), new Place("alice"))).isEqualTo(USER_FULL);
        assertThat(limit.tryEnter(TestAddresses.of(1), new Place("bob"))).isEqualTo(ADMITTED);
        assertThat(limit.tryEnter(TestAddresses.of(1), new Place("carol"))).isEqualTo(ADDRESS_FULL);
        assertThat(users.of("carol")).isZero();
        assertThat(limit.tryEnter(TestAddresses.of(2), null)).isEqualTo(ADMITTED);
        assertThat(limit.tryEnter(TestAddresses.of(3), new Place("alice"))).isEqualTo(FULL);
        assertThat(limit.tryEnter(TestAddresses.of(3), new Place("carol"))).isEqualTo(FULL);
        assertThat(users.of("carol")).isZero();
        assertThat(limit.connections()).isEqualTo(3);
        assertThat(limit.addresses()).isEqualTo(2);
    }

    @Test
    void threadsNeverGetInMoreThanTheLimitsAndAllPlacesComeBack() throws Exception {
        ConnectionLimit limit = new ConnectionLimit(6, 3, new UserConnections(() -> 0));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger tooMany = new AtomicInteger();
        Callable<Integer> visitor = () -> {
            int admitted = 0;
            for (int i = 0; i < 20_000; i++) {
                InetAddress address = TestAddresses.of(i & 3);
                if (limit.tryEnter(address, null) == ADMITTED) {
                    admitted++;
                    if (inside.incrementAndGet() > 6) {
                        tooMany.incrementAndGet();
                    }
                    inside.decrementAndGet();
                    limit.leave(address);
                }
            }
            return admitted;
        };

        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> results = new ArrayList<>(threads.invokeAll(Collections.nCopies(8, visitor)));
        threads.shutdown();

        int admitted = 0;
        for (Future<Integer> result : results) {
            admitted += result.get();
        }
        assertThat(admitted).isPositive();
        assertThat(tooMany).hasValue(0);
        assertThat(limit.connections()).isZero();
        assertThat(limit.addresses()).isZero();
    }
}
