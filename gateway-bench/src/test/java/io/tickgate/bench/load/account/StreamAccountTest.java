package io.tickgate.bench.load.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamAccountTest {
    private final StreamAccount account = subscribed(0);

    private static StreamAccount subscribed(long owedFrom) {
        StreamAccount account = new StreamAccount(1);
        account.begin(0);
        account.confirm(0, owedFrom);
        return account;
    }

    @Test
    void whatComesInOrderIsNeitherLostNorOutstanding() {
        for (int i = 0; i < 200; i++) {
            assertThat(account.arrive(0, i)).isEqualTo(Arrival.IN_ORDER);
        }

        assertThat(account.lost()).isZero();
        assertThat(account.outstanding(0, 200)).isZero();
        assertThat(account.outstanding(0, 203)).isEqualTo(3);
    }

    @Test
    void aGapIsLostUntilItComesAfterAll() {
        account.arrive(0, 0);
        account.arrive(0, 3);
        assertThat(account.lost()).isEqualTo(2);

        assertThat(account.arrive(0, 2)).isEqualTo(Arrival.LATE);
        assertThat(account.lost()).isEqualTo(1);
        assertThat(account.arrive(0, 2)).isEqualTo(Arrival.AGAIN);
        assertThat(account.lost()).isEqualTo(1);
    }

    @Test
    void theFirstOnesAreOwedFromTheConfirmationOn() {
        StreamAccount late = subscribed(10);

        assertThat(late.outstanding(0, 12)).isEqualTo(2);
        late.arrive(0, 12);
        assertThat(late.lost()).isEqualTo(2);
    }

    @Test
    void whatWasUnderWayAtTheConfirmationMayComeOrNot() {
        StreamAccount early = subscribed(10);

        assertThat(early.arrive(0, 8)).isEqualTo(Arrival.IN_ORDER);
        assertThat(early.lost()).isZero();
        assertThat(early.outstanding(0, 9)).isZero();
    }

    @Test
    void aMessageAheadOfItsConfirmationIsTaken() {
        StreamAccount hasty = new StreamAccount(1);
        hasty.begin(0);

        assertThat(hasty.outstanding(0, 100)).isZero();
        assertThat(hasty.arrive(0, 5)).isEqualTo(Arrival.IN_ORDER);
        hasty.confirm(0, 6);
        hasty.arrive(0, 7);
        assertThat(hasty.lost()).isEqualTo(1);
    }

    @Test
    void afterTheEndNothingIsOwedAndWhatComesIsMisrouted() {
        account.arrive(0, 0);
        account.end(0);

        assertThat(account.outstanding(0, 100)).isZero();
        assertThat(account.arrive(0, 1)).isEqualTo(Arrival.MISROUTED);
    }

    @Test
    void aRepetitionFromLongAgoIsToldAsSuchWhereNothingIsLost() {
        for (int i = 0; i < 500; i++) {
            account.arrive(0, i);
        }

        assertThat(account.arrive(0, 3)).isEqualTo(Arrival.AGAIN);
    }

    @Property(tries = 300)
    void whateverTheOrderEachNumberIsCountedOnce(@ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(seed));
        StreamAccount shuffled = subscribed(0);

        long fresh = numbers.stream()
                .filter(number -> shuffled.arrive(0, number) != Arrival.AGAIN)
                .count();

        assertThat(fresh).isEqualTo(count);
        assertThat(shuffled.lost()).isZero();
        assertThat(shuffled.outstanding(0, count)).isZero();
    }
}
