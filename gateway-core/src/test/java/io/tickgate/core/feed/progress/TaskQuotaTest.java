package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskQuotaTest {
    private final TaskQuota quota = new TaskQuota(2, 100);
    private final List<String> dropped = new ArrayList<>();

    @Test
    void thereIsRoomForSoManyTasks() {
        assertThat(quota.tryTake(1, 10)).isTrue();
        assertThat(quota.tryTake(1, 10)).isTrue();

        assertThat(quota.tryTake(1, 10)).isFalse();
        assertThat(quota.tasks()).isEqualTo(2);
    }

    @Test
    void thereIsRoomForSoManyBytes() {
        assertThat(quota.tryTake(1, 60)).isTrue();

        assertThat(quota.tryTake(1, 41)).isFalse();
        assertThat(quota.tryTake(0, 41)).isFalse();
        assertThat(quota.tryTake(0, 40)).isTrue();
        assertThat(quota.tryTake(0, -100)).isTrue();
        assertThat(quota.tryTake(1, 100)).isTrue();
    }

    @Test
    void theTaskThatFinishedFirstMakesRoomAndOnlyOne() {
        quota.tryTake(2, 20);
        quota.finish(10, () -> dropped.add("first"));
        quota.finish(10, () -> dropped.add("second"));

        assertThat(quota.tryTake(1, 10)).isTrue();

        assertThat(dropped).containsExactly("first");
        assertThat(quota.tasks()).isEqualTo(2);
    }

    @Test
    void asManyTasksAsTheBytesNeedMakeRoom() {
        quota.tryTake(2, 90);
        quota.finish(45, () -> dropped.add("first"));
        quota.finish(45, () -> dropped.add("second"));

        assertThat(quota.tryTake(1, 80)).isTrue();

        assertThat(dropped).containsExactly("first", "second");
        assertThat(quota.tasks()).isEqualTo(1);
    }

    @Test
    void aPlaceIsGivenBackOnceHoweverTheTaskEnds() {
        quota.tryTake(2, 100);
        long number = quota.finish(50, () -> dropped.add("it"));
        quota.tryTake(1, 50);

        quota.giveFinished(number);

        assertThat(dropped).containsExactly("it");
        assertThat(quota.tasks()).isEqualTo(2);
        assertThat(quota.tryTake(1, 1)).isFalse();
    }

    @Test
    void aFinishedTaskThatGoesByItselfMakesRoom() {
        quota.tryTake(2, 100);
        long number = quota.finish(50, () -> dropped.add("it"));

        quota.giveFinished(number);

        assertThat(quota.tryTake(1, 50)).isTrue();
        assertThat(dropped).isEmpty();
    }
}
