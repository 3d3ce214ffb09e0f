import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { goEnvironment } from '../build/go-toolchain.ts'

export interface LinkedModule {
  name: string
  /** The licenses that its license files name. */
  licenses: string[]
}

/** The modules of a program in Go; undefined where their sources are not on this machine. */
export function linkedModules(program: string): LinkedModule[] | undefined {
  try {
    const cache = go('env', 'GOMODCACHE').trim()
    // `dep <module> <version>`, and a line `=> <module> <version>` below one that is replaced.
    const lines = go('version', '-m', program).matchAll(/^\t(dep|=>)\t(\S+)\t(\S+)/gm)
    const modules: { name: string; folder: string }[] = []
    for (const [, kind, name = '', version = ''] of lines) {
      if (kind === '=>') modules.pop()
      modules.push({ name, folder: join(cache, escaped(`${name}@${version}`)) })
    }
    return modules.map(({ name, folder }) => ({ name, licenses: licensesIn(folder) }))
  } catch {
    return undefined
  }
}

function go(...args: string[]): string {
  return execFileSync('go', args, { encoding: 'utf8', env: goEnvironment(process.env) })
}

/** Go writes `!a` for `A`, for file systems that do not tell upper from lower case. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)
}

function licensesIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)(?!.*\.go$)/i.test(name))
  return files.map((name) => licenseOf(readFileSync(join(folder, name), 'utf8')))
}

/** Words by which each license is known; stricter licenses come first. */
const words: [RegExp, string][] = [
  [/GNU AFFERO GENERAL PUBLIC/i, 'AGPL'],
  [/GNU (LESSER|LIBRARY) GENERAL PUBLIC/i, 'LGPL'],
  [/GNU GENERAL PUBLIC/i, 'GPL'],
  [/Mozilla Public License/i, 'MPL'],
  [/Eclipse Public License/i, 'EPL'],
  [/Apache License/i, 'Apache'],
  [/Permission is hereby granted, free of charge/, 'MIT'],
  [/Redistribution and use in source and binary forms/, 'BSD'],
  [/Permission to use, copy, modify, and(\/or)? distribute/, 'ISC'],
]

function licenseOf(text: string): string {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown'
}
