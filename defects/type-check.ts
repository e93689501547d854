import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

/**
 * The compiler, for one mistake after the other: a defect that it refuses proves nothing. It keeps each program in memory, so that of all
 * that was read and checked for the last defect only what the next one touches is looked at again.
 */
export class TypeCheck {
  private readonly programs = new Map<string, CheckedProgram>();

  /** @param project the folder of a sound copy of the project, which stays as it is */
  constructor(private readonly project: string) {}

  /**
   * The compiler's first complaint about the program with another text in one of its files; undefined when it has none.
   * @param file path from the project's folder
   */
  complaint(file: string, text: string): string | undefined {
    return this.program(programOf(file)).complaint(resolve(this.project, file), text);
  }

  private program(folder: string): CheckedProgram {
    const known = this.programs.get(folder);
    if (known !== undefined) return known;
    const program = new CheckedProgram(join(this.project, folder, 'tsconfig.json'));
    this.programs.set(folder, program);
    return program;
  }
}

/** One program, as its tsconfig.json describes it. */
class CheckedProgram {
  private readonly settings: ts.ParsedCommandLine;
  private readonly host: ts.CompilerHost;
  private readonly sources = new Map<string, ts.SourceFile>();
  private builder: ts.SemanticDiagnosticsBuilderProgram | undefined;
  private changed: { readonly file: string; readonly text: string } | undefined;

  constructor(private readonly configuration: string) {
    this.settings = settingsIn(configuration);
    const host = ts.createIncrementalCompilerHost(this.settings.options);
    const { readFile, getSourceFile } = host;
    host.readFile = (name) => (name === this.changed?.file ? this.changed.text : readFile.call(host, name));
    host.getSourceFile = (name, ...how) => {
      const source = this.sources.get(name) ?? getSourceFile.call(host, name, ...how);
      if (source !== undefined) this.sources.set(name, source);
      return source;
    };
    this.host = host;
  }

  complaint(file: string, text: string): string | undefined {
    this.changed = { file, text };
    this.sources.delete(file);
    try {
      const { fileNames, options } = this.settings;
      this.builder = ts.createSemanticDiagnosticsBuilderProgram(fileNames, options, this.host, this.builder);
      if (!fileNames.includes(file)) return undefined;
      const [first] = [...this.builder.getSyntacticDiagnostics(), ...this.builder.getSemanticDiagnostics()];
      return first && this.told(first);
    } finally {
      this.changed = undefined;
      this.sources.delete(file);
    }
  }

  private told(complaint: ts.Diagnostic): string {
    return (
      ts
        .formatDiagnostic(complaint, {
          getCanonicalFileName: (name) => name,
          getCurrentDirectory: () => dirname(this.configuration),
          getNewLine: () => '\n',
        })
        .split('\n')[0] ?? ''
    );
  }
}

/** @throws {Error} with the compiler's words when the file cannot be read */
function settingsIn(configuration: string): ts.ParsedCommandLine {
  const refuse = (complaint: ts.Diagnostic): never => {
    throw new Error(ts.flattenDiagnosticMessageText(complaint.messageText, '\n'));
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: refuse };
  const settings = ts.getParsedCommandLineOfConfigFile(configuration, {}, host);
  const [mistake] = settings?.errors ?? [];
  if (mistake !== undefined) refuse(mistake);
  if (settings === undefined) throw new Error(`${configuration} cannot be read`);
  return settings;
}

/** The portal's pages are a program of their own: they run in a browser. */
function programOf(file: string): string {
  return file.startsWith(PAGES) ? 'platform/portal' : (file.split('/')[0] ?? '');
}

const PAGES = 'platform/portal/app/';
