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
  /** As it is without any defect, and checked: the next defect is compared with this, not with the last one. */
  private readonly sound: ts.SemanticDiagnosticsBuilderProgram;
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
    this.sound = this.build();
    // Once for all: of what depends on no changed file this is then known.
    this.sound.getSemanticDiagnostics();
  }

  complaint(file: string, text: string): string | undefined {
    if (!this.settings.fileNames.includes(file)) return undefined;
    const source = this.sources.get(file);
    this.changed = { file, text };
    this.sources.delete(file);
    try {
      const changed = this.build();
      const [first] = [...changed.getSyntacticDiagnostics(), ...changed.getSemanticDiagnostics()];
      return first && this.told(first);
    } finally {
      this.changed = undefined;
      if (source !== undefined) this.sources.set(file, source);
    }
  }

  private build(): ts.SemanticDiagnosticsBuilderProgram {
    const { fileNames, options } = this.settings;
    return ts.createSemanticDiagnosticsBuilderProgram(fileNames, options, this.host, this.sound);
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
