package io.tickgate.bench.profile;

import io.tickgate.bench.markup.Markup;
import io.tickgate.bench.profile.Frame.Kind;
import java.util.Locale;

/**
 * A call tree as one SVG picture that needs no script: a frame is as wide as its share of the samples and stands on who called
 * it; pointing at it shows its name and share.
 */
final class FlameGraph {
    private static final double WIDTH = 1200;
    private static final int ROW = 17;
    private static final int HEAD = 52;
    private static final double CHARACTER = 6.3;
    private static final String STYLE = """
            svg{font:11px ui-monospace,monospace;background:#fff}
            text{fill:#16181b;pointer-events:none}
            .head{font:600 15px system-ui,sans-serif}
            .legend{font:12px system-ui,sans-serif}
            rect{stroke:#fff;stroke-width:.6}
            .thread{fill:#cfd4da}.kernel{fill:#f2a65a}.java{fill:#8fc98b}.native{fill:#f3d36b}.vm{fill:#d98a8a}
            @media(prefers-color-scheme:dark){svg{background:#14171a}.head,.legend{fill:#e6e9ec}rect{stroke:#14171a}}
            """;

    private final CallTree tree;
    private final double shareMin;
    private final Markup svg = new Markup();
    private final int depth;

    private FlameGraph(CallTree tree, double shareMin) {
        this.tree = tree;
        this.shareMin = shareMin;
        this.depth = depth(tree);
    }

    /**
     * @param title also what a screen reader says, with {@code description}
     * @param shareMin frames with less than this share of the samples are left out, 0 to 1
     */
    static String of(CallTree tree, String title, String description, double shareMin) {
        return new FlameGraph(tree, shareMin).write(title, description);
    }

    private int depth(CallTree node) {
        return 1
                + node.children().stream()
                        .filter(this::isShown)
                        .mapToInt(this::depth)
                        .max()
                        .orElse(0);
    }

    private boolean isShown(CallTree node) {
        return node.samples() >= shareMin * tree.samples();
    }

    private String write(String title, String description) {
        int height = HEAD + depth * ROW + 4;
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + (int) WIDTH + " " + height,
                "role",
                "img",
                "aria-labelledby",
                "t d");
        svg.element("title", title, "id", "t").element("desc", description, "id", "d");
        svg.element("style", STYLE).line();
        svg.element("text", title, "class", "head", "x", "8", "y", "20");
        int left = 8;
        for (Kind kind : Kind.values()) {
            svg.empty("rect", "class", css(kind), "x", "" + left, "y", "29", "width", "12", "height", "12");
            svg.element("text", kind.label(), "class", "legend", "x", "" + (left + 17), "y", "39");
            left += 34 + kind.label().length() * 7;
        }
        svg.line();
        draw(tree, 0, 0);
        return svg.close().line().toString();
    }

    private void draw(CallTree node, double x, int level) {
        double width = node.samples() * WIDTH / Math.max(1, tree.samples());
        int y = HEAD + (depth - 1 - level) * ROW;
        svg.open("g").element("title", node.frame().name() + ", " + share(node));
        svg.empty(
                "rect",
                "class",
                css(node.frame().kind()),
                "x",
                number(x),
                "y",
                "" + y,
                "width",
                number(width),
                "height",
                "" + ROW);
        String text = shortened(node.frame().name(), width);
        if (!text.isEmpty()) {
            svg.element("text", text, "x", number(x + 3), "y", "" + (y + 12));
        }
        svg.close().line();
        double at = x;
        for (CallTree child : node.children()) {
            if (isShown(child)) {
                draw(child, at, level + 1);
            }
            at += child.samples() * WIDTH / Math.max(1, tree.samples());
        }
    }

    private String share(CallTree node) {
        return String.format(
                Locale.ROOT,
                "%.1f %% (%,d samples)",
                100.0 * node.samples() / Math.max(1, tree.samples()),
                node.samples());
    }

    /** The package goes first, then the end; less than three characters say nothing. */
    private static String shortened(String name, double width) {
        int room = (int) ((width - 6) / CHARACTER);
        if (name.length() <= room) {
            return name;
        }
        int method = name.lastIndexOf('.');
        int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
        String last = name.substring(type + 1);
        if (last.length() <= room) {
            return last;
        }
        return room < 3 ? "" : last.substring(0, room - 1) + "…";
    }

    private static String css(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
