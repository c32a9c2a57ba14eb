package io.tickgate.core.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tickgate.core.metrics.ProcStatus;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;

/**
 * The process and its JVM, under the names that Prometheus's own libraries give them, so that dashboards made for those work.
 *
 * <p>Any thread but an event loop's: the first time loads a hundred classes, and counting descriptors walks a directory.
 */
final class ProcessMetrics {
    private ProcessMetrics() {}

    static void writeTo(MetricsText text) {
        writeProcess(text);
        writeMemory(text);
        writeCollectors(text);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        text.gauge("jvm_threads_current", "Threads").sample(threads.getThreadCount());
        text.gauge("jvm_threads_peak", "Threads that there were at most").sample(threads.getPeakThreadCount());
        text.gauge("jvm_classes_currently_loaded", "Classes")
                .sample(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static void writeProcess(MetricsText text) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            text.counter("process_cpu_seconds_total", "Processor time, of the user and of the kernel")
                    .sample(system.getProcessCpuTime() / 1e9);
            text.gauge("process_open_fds", "Open descriptors").sample(system.getOpenFileDescriptorCount());
            text.gauge("process_max_fds", "Descriptors that may be open").sample(system.getMaxFileDescriptorCount());
        }
        long resident = ProcStatus.residentBytes();
        if (resident >= 0) {
            text.gauge("process_resident_memory_bytes", "Memory of the process that is not swapped out or a file's")
                    .sample(resident);
            text.gauge("process_virtual_memory_bytes", "Addresses of the process")
                    .sample(ProcStatus.virtualBytes());
        }
        text.gauge("process_start_time_seconds", "When the process was started, Unix time")
                .sample(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    }

    private static void writeMemory(MetricsText text) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage other = memory.getNonHeapMemoryUsage();
        text.gauge("jvm_memory_used_bytes", "Memory in use");
        text.sample(heap.getUsed(), "area", "heap").sample(other.getUsed(), "area", "nonheap");
        text.gauge("jvm_memory_committed_bytes", "Memory taken from the system");
        text.sample(heap.getCommitted(), "area", "heap").sample(other.getCommitted(), "area", "nonheap");
        text.gauge("jvm_memory_max_bytes", "Memory that there may be, -1 where nothing says how much");
        text.sample(heap.getMax(), "area", "heap").sample(other.getMax(), "area", "nonheap");
        text.gauge("jvm_memory_pool_used_bytes", "Memory in use, by the JVM's pools");
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            text.sample(pool.getUsage().getUsed(), "pool", pool.getName());
        }
        text.gauge("jvm_buffer_pool_used_bytes", "Buffers outside the heap");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            text.sample(pool.getMemoryUsed(), "pool", pool.getName());
        }
    }

    private static void writeCollectors(MetricsText text) {
        text.summary("jvm_gc_collection_seconds", "Collections, and the time they took");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.summed(collector.getCollectionCount(), collector.getCollectionTime() / 1e3, "gc", collector.getName());
        }
    }
}
