package io.tickgate.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void whatFitsIsTakenOutAndWhatDoesNotTakesNothing() {
        assertThat(budget.tryReserve(60)).isTrue();
        assertThat(budget.tryReserve(41)).isFalse();
        assertThat(budget.freeBytes()).isEqualTo(40);
        assertThat(budget.tryReserve(40)).isTrue();
        assertThat(budget.freeBytes()).isZero();
    }

    @Test
    void whatIsReleasedMayBeTakenAgain() {
        assertThat(budget.tryReserve(100)).isTrue();

        budget.release(70);

        assertThat(budget.tryReserve(71)).isFalse();
        assertThat(budget.tryReserve(70)).isTrue();
    }
}
