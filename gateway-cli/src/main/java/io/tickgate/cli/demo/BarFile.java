package io.tickgate.cli.demo;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads daily bars from a gzipped CSV file with the columns {@value #HEADER}. Bars of one ticker ascend in time. */
final class BarFile {
    static final String HEADER = "Ticker,Date,Open,High,Low,Close,Volume,Adj Close";

    /** Bounds what a wrong file can cost in memory: 52 MB. The real one has 12,154. */
    private static final int BARS_MAX = 1_000_000;

    private static final int LINE_CHARS_MAX = 400;
    private static final int COLUMNS = 8;
    private static final double ADJUSTED_MAX = 1e12;
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9.-]{1,32}");

    private final Path file;
    private final Map<String, BarSeries> bySymbol = new LinkedHashMap<>();
    private int lineNumber;
    private int barCount;

    private BarFile(Path file) {
        this.file = file;
    }

    /**
     * The series of every ticker, in the order of their first bars.
     *
     * @throws BarFileException naming the file and, where one is at fault, the line
     */
    static List<BarSeries> read(Path file) throws BarFileException {
        return new BarFile(file).readAll();
    }

    private List<BarSeries> readAll() throws BarFileException {
        try (InputStream raw = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(raw, 8192), StandardCharsets.US_ASCII))) {
            String header = nextLine(lines);
            if (!HEADER.equals(header)) {
                throw fault("the first line must be \"" + HEADER + "\"");
            }
            for (String line = nextLine(lines); line != null; line = nextLine(lines)) {
                readBar(line);
            }
        } catch (NoSuchFileException e) {
            throw new BarFileException(file + ": there is no such file");
        } catch (ZipException e) {
            throw new BarFileException(file + ": is not a gzip file, or a damaged one: " + e.getMessage());
        } catch (EOFException e) {
            throw new BarFileException(file + ": ends early, after line " + lineNumber);
        } catch (IOException e) {
            throw new BarFileException(file + ": cannot be read: " + e.getMessage());
        }
        if (bySymbol.isEmpty()) {
            throw new BarFileException(file + ": holds no bars");
        }
        return new ArrayList<>(bySymbol.values());
    }

    /** One line without its end, or null: unlike readLine it does not collect a file without line ends. */
    private @Nullable String nextLine(BufferedReader in) throws IOException, BarFileException {
        StringBuilder line = new StringBuilder(96);
        int c = in.read();
        if (c < 0) {
            return null;
        }
        lineNumber++;
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() == LINE_CHARS_MAX) {
                throw fault("is longer than " + LINE_CHARS_MAX + " characters");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void readBar(String line) throws BarFileException {
        String[] columns = line.split(",", -1);
        if (columns.length != COLUMNS) {
            throw fault("has " + columns.length + " columns instead of " + COLUMNS);
        }
        if (++barCount > BARS_MAX) {
            throw fault("is one more than the " + BARS_MAX + " bars that the demo takes");
        }
        String symbol = columns[0];
        if (!SYMBOL.matcher(symbol).matches()) {
            throw fault("Ticker is no symbol of letters, digits, points and hyphens");
        }
        int day = date(columns[1]);
        long open = price("Open", columns[2]);
        long high = price("High", columns[3]);
        long low = price("Low", columns[4]);
        long close = price("Close", columns[5]);
        long volume = volume(columns[6]);
        double adjustedClose = adjustedClose(columns[7]);
        if (Price.millionths(low) > Math.min(Price.millionths(open), Price.millionths(close))
                || Price.millionths(high) < Math.max(Price.millionths(open), Price.millionths(close))) {
            throw fault("Open and Close must lie between Low and High");
        }
        BarSeries series = bySymbol.computeIfAbsent(symbol, BarSeries::new);
        if (!series.isAfterLast(day)) {
            throw fault("Date is not after the bar before it of " + symbol);
        }
        series.add(day, open, high, low, close, volume, adjustedClose);
    }

    private int date(String text) throws BarFileException {
        try {
            return (int) LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            throw fault("Date is no date such as 2013-03-01: " + text);
        }
    }

    private long price(String column, String text) throws BarFileException {
        try {
            return Price.parse(text);
        } catch (NumberFormatException e) {
            throw fault(column + " is no price: " + text);
        }
    }

    private long volume(String text) throws BarFileException {
        try {
            long volume = Long.parseLong(text);
            // A quarter of it is multiplied by up to four.
            if (volume >= 0 && volume <= Long.MAX_VALUE / 4) {
                return volume;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw fault("Volume is no whole number: " + text);
    }

    private double adjustedClose(String text) throws BarFileException {
        try {
            double price = Double.parseDouble(text);
            if (price > 0 && price < ADJUSTED_MAX) {
                return price;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw fault("Adj Close is no price: " + text);
    }

    private BarFileException fault(String text) {
        return new BarFileException(file + ", line " + lineNumber + ": " + text);
    }
}
