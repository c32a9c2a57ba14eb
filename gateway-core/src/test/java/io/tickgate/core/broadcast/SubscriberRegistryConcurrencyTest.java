package io.tickgate.core.broadcast;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.frame.FrameKind;
import java.util.UUID;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

@Param(name = "id", gen = IntGen.class, conf = "1:2")
public class SubscriberRegistryConcurrencyTest {
    private static final Subscriber SOMEBODY =
            new RecordingSubscriber(TopicDirectoryConcurrencyTest.HOME, FrameKind.JSON);

    private final SubscriberRegistry registry = new SubscriberRegistry();

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    @Operation
    public void add(@Param(name = "id") int number) {
        registry.add(id(number), SOMEBODY);
    }

    @Operation
    public void remove(@Param(name = "id") int number) {
        registry.remove(id(number));
    }

    @Operation
    public boolean contains(@Param(name = "id") int number) {
        return registry.contains(id(number));
    }

    @Operation
    public boolean find(@Param(name = "id") int number) {
        return registry.find(id(number).toString()) != null;
    }

    @Test
    void whoIsThereIsFound() {
        ConcurrencyCheck.check(SubscriberRegistryConcurrencyTest.class);
    }
}
