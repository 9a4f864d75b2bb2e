// The chart library with only the modules our charts use. Loaded by import() when the first chart shows.
import { BarChart, HeatmapChart, LineChart, SankeyChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, HeatmapChart, LineChart, SankeyChart, GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

export type DrawnChart = ECharts;
export const openChart = (element: HTMLElement): ECharts => init(element, null, { renderer: 'svg' });
