package io.tickgate.cli.console;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * The operating system's signals, heard through {@code sun.misc.Signal}: a shutdown hook cannot choose the exit code of a
 * clean stop, nor hear a second signal.
 *
 * <p>By reflection, because javac 17 warns of that class in a way that nothing silences, and our warnings are errors.
 */
public final class Signals {
    private Signals() {}

    /**
     * Calls {@code handler} with the signal's number, on a thread of the JVM, instead of ending the process.
     *
     * @param name such as {@code TERM}
     */
    public static void handle(String name, IntConsumer handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        // The only other methods are those of Object, which nobody calls.
                        if (method.getName().equals("handle")) {
                            handler.accept(
                                    (int) signalType.getMethod("getNumber").invoke(arguments[0]));
                        }
                        return null;
                    });
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
        } catch (ReflectiveOperationException e) {
            // Started with -Xrs, or on a JVM without the class: signals are the system's business then.
            return;
        }
    }
}
