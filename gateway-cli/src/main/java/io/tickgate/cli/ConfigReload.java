package io.tickgate.cli;

import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.config.ConfigChange;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LoadedConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again and gives what may change to those who run by it. The log says what became of each key.
 *
 * <p><b>Owner:</b> whoever calls {@link #run}, one at a time.
 */
final class ConfigReload {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    private final Supplier<LoadedConfig> source;
    private final Consumer<GatewayConfig> target;
    private LoadedConfig current;

    /**
     * @param current what counts now
     * @param source reads the same file, environment and flags again
     * @param target takes over a configuration, or says by a {@link ConfigException} why not and changes nothing
     */
    ConfigReload(LoadedConfig current, Supplier<LoadedConfig> source, Consumer<GatewayConfig> target) {
        this.current = current;
        this.source = source;
        this.target = target;
    }

    /** @return whether it was taken over; otherwise nothing has changed */
    boolean run() {
        try {
            LoadedConfig read = source.get();
            List<ConfigChange> changes = current.changesTo(read);
            LoadedConfig next = current.reloadedWith(read);
            target.accept(next.config());
            current = next;
            tell(changes);
            return true;
        } catch (ConfigException e) {
            e.faults().forEach(fault -> LOG.error("reload: {}", fault.getMessage()));
            LOG.error("reload: refused, nothing has changed");
            AuditLog.event("configuration refused", Map.of("fault", String.valueOf(e.getMessage())));
            return false;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // A fault of ours must not make the gateway deaf to the next one.
            LOG.error("reload: failed", e);
            return false;
        }
    }

    private static void tell(List<ConfigChange> changes) {
        for (ConfigChange change : changes) {
            if (change.isReloadable()) {
                LOG.info("reload: {}", change);
            } else {
                LOG.warn("reload: {} needs a restart", change);
            }
        }
        Map<String, String> told = new LinkedHashMap<>();
        changes.forEach(change -> told.put(change.key(), change.before() + " -> " + change.after()));
        AuditLog.event("configuration reloaded", told);
        long taken = changes.stream().filter(ConfigChange::isReloadable).count();
        LOG.info("reload: done, {} keys changed, {} need a restart", taken, changes.size() - taken);
    }
}
