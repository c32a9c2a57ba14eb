package io.tickgate.core.transport.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A path with variables, such as {@code /api/v1/websocket/charts/{symbol}/points}. A variable takes one whole segment. */
final class PathPattern {
    private final List<String> segments;
    private final int variableCount;

    PathPattern(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash: " + pattern);
        }
        segments = List.of(pattern.substring(1).split("/", -1));
        variableCount = (int) segments.stream().filter(PathPattern::isVariable).count();
    }

    /** Fewer is more exact: {@code /backtests/all} wins over {@code /backtests/{task_id}}. */
    int variableCount() {
        return variableCount;
    }

    /** The variables' values by name, or null when {@code path} is another one. An empty segment is no value. */
    @Nullable
    Map<String, String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, String> variables = variableCount == 0 ? Map.of() : new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            String value = path.get(i);
            if (!isVariable(segment)) {
                if (!segment.equals(value)) {
                    return null;
                }
            } else if (value.isEmpty()) {
                return null;
            } else {
                variables.put(segment.substring(1, segment.length() - 1), value);
            }
        }
        return variables;
    }

    /** Whether some path matches both and neither is more exact. */
    boolean isAsExactAs(PathPattern other) {
        if (segments.size() != other.segments.size() || variableCount != other.variableCount) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String a = segments.get(i);
            String b = other.segments.get(i);
            if (!a.equals(b) && !isVariable(a) && !isVariable(b)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
