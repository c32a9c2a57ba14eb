package io.tickgate.bench.profile;

import io.tickgate.bench.profile.Frame.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Folds what {@code perf script -F comm,tid,ip,sym,dso} prints: a line for the thread, then its stack, innermost first. */
final class PerfScript {
    private static final Pattern THREAD = Pattern.compile("(\\S.*?)\\s+\\d+\\s*");
    private static final Pattern CALL = Pattern.compile("\\s+[0-9a-f]+ (.*) \\((.*)\\)");
    private static final Pattern OFFSET = Pattern.compile("\\+0x[0-9a-f]+$");
    /** The type that a compiled method returns stands before its name, its parameters behind. */
    private static final Pattern METHOD = Pattern.compile("^(?:\\S+ )?([\\w$.<>/]+(?:\\.|::)[\\w$<>]+)\\(.*$");

    private PerfScript() {}

    static CallTree fold(Stream<String> lines) {
        CallTree tree = CallTree.empty();
        List<Frame> innermostFirst = new ArrayList<>();
        List<Frame> thread = new ArrayList<>();
        lines.forEach(line -> {
            Matcher call = CALL.matcher(line);
            Matcher head = THREAD.matcher(line);
            if (call.matches()) {
                innermostFirst.add(frame(call.group(1), call.group(2)));
            } else if (head.matches()) {
                add(tree, thread, innermostFirst);
                thread.add(new Frame(head.group(1), Kind.THREAD));
            }
        });
        add(tree, thread, innermostFirst);
        return tree;
    }

    private static void add(CallTree tree, List<Frame> thread, List<Frame> innermostFirst) {
        if (!thread.isEmpty()) {
            List<Frame> stack = new ArrayList<>(thread);
            Collections.reverse(innermostFirst);
            stack.addAll(innermostFirst);
            tree.add(stack, 1);
        }
        thread.clear();
        innermostFirst.clear();
    }

    private static Frame frame(String symbol, String object) {
        String name = OFFSET.matcher(symbol).replaceFirst("");
        Kind kind = kind(object);
        if (kind == Kind.JAVA) {
            Matcher method = METHOD.matcher(name);
            if (!method.matches()) {
                // The interpreter and the stubs are in the same map, under names that are no method's.
                return new Frame(name, Kind.VM);
            }
            return new Frame(method.group(1).replace("::", "."), kind);
        }
        return new Frame(
                name.equals("[unknown]") ? "[" + object.substring(object.lastIndexOf('/') + 1) + "]" : name, kind);
    }

    private static Kind kind(String object) {
        if (object.startsWith("[kernel") || object.startsWith("[guest.kernel") || object.endsWith(".ko")) {
            return Kind.KERNEL;
        }
        if (object.contains("/perf-") && object.endsWith(".map")) {
            return Kind.JAVA;
        }
        return object.endsWith("/libjvm.so") ? Kind.VM : Kind.NATIVE;
    }
}
