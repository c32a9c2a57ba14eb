package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The configuration that counts now, and what was made of it. Whoever asks at each use gets what the last reload brought.
 *
 * <p>Any thread may read; one at a time replaces.
 */
public final class LiveConfig implements Supplier<GatewayConfig> {
    private final List<Reloadable> parts = new CopyOnWriteArrayList<>();
    private volatile GatewayConfig current;

    public LiveConfig(GatewayConfig first) {
        current = first;
    }

    @Override
    public GatewayConfig get() {
        return current;
    }

    /** What {@code maker} makes of the configuration, made once now and once for each reload. */
    public <T> Supplier<T> derive(Function<GatewayConfig, T> maker) {
        AtomicReference<T> made = new AtomicReference<>(maker.apply(current));
        add(next -> {
            T renewed = maker.apply(next);
            return () -> made.set(renewed);
        });
        return made::get;
    }

    /** From now on {@code part} is renewed by each reload, whether any key changed or not. */
    public void add(Reloadable part) {
        parts.add(part);
    }

    /**
     * From now on {@code next} counts: everywhere or, when it cannot be, nowhere.
     *
     * @param last what can only be tried by doing it; once, when nothing else speaks against it
     * @throws ConfigException with all that speaks against it, or what {@code last} threw; nothing has changed then
     */
    public void replace(GatewayConfig next, Runnable last) {
        ConfigFaults faults = new ConfigFaults();
        List<Runnable> changes = new ArrayList<>();
        for (Reloadable part : parts) {
            faults.collect(() -> changes.add(part.prepare(next)));
        }
        faults.throwIfAny();
        last.run();
        current = next;
        changes.forEach(Runnable::run);
    }
}
