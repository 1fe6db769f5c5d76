package dev.net2vec.job;

import java.io.Console;
import java.lang.reflect.Method;
import picocli.CommandLine;

/** The terminal that standard output may be. */
final class Terminal {
  private Terminal() {}

  /**
   * Returns how many characters a line may have: the width of the terminal, as picocli finds it.
   * Where standard output is no terminal, any number, since programs read it.
   */
  static int width(CommandLine command) {
    return isThere(System.console())
        ? command.getCommandSpec().usageMessage().width()
        : TableStyle.UNLIMITED;
  }

  /** From Java 22 on, there may be a console where there is no terminal, and it says so. */
  private static boolean isThere(Console console) {
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // Before Java 22, there is no console without a terminal.
    }
  }
}
