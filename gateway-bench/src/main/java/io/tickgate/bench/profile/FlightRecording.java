package io.tickgate.bench.profile;

import io.tickgate.bench.profile.Frame.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Folds a recording of Java's own profiler, which knows no frame of the kernel: a native method stands for all that it calls. */
final class FlightRecording {
    private FlightRecording() {}

    /** @throws IOException when the file is no recording */
    static CallTree fold(Path file) throws IOException {
        CallTree tree = CallTree.empty();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                String type = event.getEventType().getName();
                if (type.equals("jdk.ExecutionSample") || type.equals("jdk.NativeMethodSample")) {
                    add(tree, event);
                }
            }
        }
        return tree;
    }

    private static void add(CallTree tree, RecordedEvent event) {
        @Nullable RecordedStackTrace trace = event.getStackTrace();
        if (trace == null) {
            return;
        }
        List<Frame> stack = new ArrayList<>();
        stack.add(new Frame(event.getThread("sampledThread").getJavaName(), Kind.THREAD));
        List<RecordedFrame> frames = trace.getFrames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            RecordedMethod method = frames.get(i).getMethod();
            stack.add(new Frame(
                    method.getType().getName() + "." + method.getName(),
                    frames.get(i).getType().equals("Native") ? Kind.NATIVE : Kind.JAVA));
        }
        tree.add(stack, 1);
    }
}
