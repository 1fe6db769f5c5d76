package dev.net2vec.job;

import dev.net2vec.job.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds unknown options in the unparsed command line, and explains misplaced arguments. */
final class GivenOptions {
  private static final Pattern OPTION =
      Pattern.compile("(--?[A-Za-z][\\w-]*)(=.*)?", Pattern.DOTALL);

  /** A number that looks like an option. */
  private static final String NUMBER = "-Infinity";

  private static final Set<String> HELP = Set.of("-h", "--help");

  private final CommandLine application;
  private final List<String> arguments;

  GivenOptions(CommandLine application, List<String> arguments) {
    this.application = application;
    this.arguments = arguments;
  }

  /**
   * Returns the error for the first unknown option. picocli would take it for a value if the option
   * before it takes several. A value that looks like an option must follow an equals sign.
   */
  Optional<ParameterException> unknown() {
    if (arguments.stream().anyMatch(HELP::contains)) {
      return Optional.empty();
    }
    CommandLine command = application;
    for (String argument : arguments) {
      if (argument.equals("--")) {
        break;
      }
      if (command == application && command.getSubcommands().containsKey(argument)) {
        command = command.getSubcommands().get(argument);
        continue;
      }
      Matcher option = OPTION.matcher(argument);
      if (option.matches()
          && !argument.equals(NUMBER)
          && !command.getCommandSpec().optionsMap().containsKey(option.group(1))) {
        return Optional.of(
            new ParameterException(
                command,
                "unknown option " + option.group(1) + nearestOption(command, option.group(1))));
      }
    }
    return Optional.empty();
  }

  private static String nearestOption(CommandLine command, String given) {
    String name = given.replaceFirst("^--?", "").replace('_', '-').toLowerCase(Locale.ROOT);
    Set<String> known = new TreeSet<>();
    for (String option : command.getCommandSpec().optionsMap().keySet()) {
      if (option.startsWith("--")) {
        known.add(option.substring(2));
      }
    }
    return Nearest.to(name, known).map(near -> "; did you mean --" + near + "?").orElse("");
  }

  /** Returns the message for an argument that belongs to no option. */
  String misplaced(UnmatchedArgumentException thrown) {
    CommandLine command = thrown.getCommandLine();
    String argument = thrown.getUnmatched().get(0);
    if (command.getParent() == null) {
      return "unknown command "
          + argument
          + Nearest.suggestion(argument, command.getSubcommands().keySet());
    }
    boolean input = command.getCommandSpec().optionsMap().containsKey(SourceOptions.INPUT);
    return input && !given(SourceOptions.INPUT)
        ? SourceOptions.INPUT + " is missing before " + argument
        : argument + " does not belong to any option";
  }

  private boolean given(String option) {
    return arguments.stream()
        .anyMatch(argument -> argument.equals(option) || argument.startsWith(option + "="));
  }
}
